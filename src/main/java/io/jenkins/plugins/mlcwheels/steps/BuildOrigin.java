package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Node;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.record.WheelOrigin;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * What the controller knows by itself of a build: the parameters of the step, and which agent it gave it to. Values of
 * variables and settings, commands, and paths of agents are not told; the digest has them but the values of variables.
 */
final class BuildOrigin {

    private static final int LONGEST = 500;

    private BuildOrigin() {}

    /** @param platform that the wheel is repaired for */
    static WheelOrigin of(BuildWheelStep step, String platform, StepContext context)
            throws IOException, InterruptedException {
        return of(step, new TreeMap<>(), step.getFlavour(), platform, context);
    }

    /**
     * Of one build of a matrix.
     *
     * @param identifier that the step was asked for
     * @param flavour of the build
     */
    static WheelOrigin ofCell(
            BuildWheelStep step, String identifier, String flavour, String platform, StepContext context)
            throws IOException, InterruptedException {
        Map<String, String> told = new TreeMap<>();
        put(told, "identifier", identifier);
        put(told, "config", step.getConfig());
        return of(step, told, flavour, platform, context);
    }

    private static WheelOrigin of(
            BuildWheelStep step, Map<String, String> told, String flavour, String platform, StepContext context)
            throws IOException, InterruptedException {
        put(told, "source", step.getSource());
        put(told, "flavour", flavour);
        put(told, "channel", step.getChannel());
        put(told, "version", step.getVersion());
        put(told, "platform", platform);
        put(told, "configSettings", names(step.getConfigSettings()));
        put(told, "environment", names(step.getEnvironment()));
        return new WheelOrigin(
                told, digest(step, told), agent(context), Clock.systemUTC().instant());
    }

    private static void put(Map<String, String> told, String name, @CheckForNull String value) {
        if (value != null && !value.isEmpty() && value.matches("[ -~]{1," + LONGEST + "}")) {
            told.put(name, value);
        }
    }

    private static String names(@CheckForNull List<String> pairs) {
        return pairs == null
                ? ""
                : pairs.stream().map(pair -> pair.split("=", 2)[0]).sorted().collect(Collectors.joining(" "));
    }

    private static String digest(BuildWheelStep step, Map<String, String> told) {
        Map<String, String> all = new TreeMap<>(told);
        all.put("python", String.valueOf(step.getPython()));
        all.put("tagPattern", String.valueOf(step.getTagPattern()));
        all.put("cmake", String.valueOf(step.getCmake()));
        all.put("settings", String.valueOf(step.getConfigSettings()));
        all.put("beforeBuild", String.valueOf(step.getBeforeBuild()));
        all.put("excludes", String.valueOf(step.getExcludes()));
        all.put("useOwnLibraries", String.valueOf(step.isUseOwnLibraries()));
        all.put("disableIsaExtCheck", String.valueOf(step.isDisableIsaExtCheck()));
        return Sha256.of(all.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().length() + " " + entry.getValue() + "\n")
                .collect(Collectors.joining()));
    }

    @CheckForNull
    private static String agent(StepContext context) throws IOException, InterruptedException {
        Node node = context.get(Node.class);
        String labels = node == null ? "" : node.getLabelString().trim();
        return labels.matches("[ -~]{1," + LONGEST + "}") ? labels : null;
    }
}
