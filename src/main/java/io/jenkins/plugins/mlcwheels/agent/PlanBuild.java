package io.jenkins.plugins.mlcwheels.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.audit.Libc;
import io.jenkins.plugins.mlcwheels.engine.audit.PolicyCatalog;
import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.BuildRequest;
import io.jenkins.plugins.mlcwheels.engine.build.BuildScript;
import io.jenkins.plugins.mlcwheels.engine.build.Channel;
import io.jenkins.plugins.mlcwheels.engine.build.SourceTree;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidVersionException;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the source tree where it lies and decides how it is built. Nothing is run but {@code git describe}. */
public final class PlanBuild extends EngineCallable<PlanBuild.Planned> {

    private static final long serialVersionUID = 1L;

    private final BuildParameters parameters;

    /** @param parameters what the step was given, not yet checked */
    public PlanBuild(TaskListener listener, BuildParameters parameters) {
        super(listener);
        this.parameters = parameters;
    }

    /**
     * A build that was decided.
     *
     * @param excludes patterns on SONAMEs that repair leaves alone
     */
    public record Planned(PlannedScript script, ArrayList<String> excludes) implements Serializable {}

    @Override
    Planned run(Path workspace, ProgressListener progress) throws IOException {
        Path wheelhouse = inside(workspace, parameters.wheelhouse());
        checkPlatform(parameters.platform());
        SourceTree tree = SourceTree.read(inside(workspace, parameters.source()));
        BuildRequest.Builder request = BuildRequest.of(tree.root())
                .dist(Path.of(parameters.dist()))
                .work(Path.of(parameters.work()))
                .output(wheelhouse)
                .flavour(parameters.flavour())
                .channel(channel(parameters.channel()))
                .cmakeLines(parameters.cmake())
                .configSettings(pairs("configSettings", parameters.configSettings()))
                .environment(pairs("environment", parameters.environment()))
                .beforeBuild(parameters.beforeBuild())
                .excludes(parameters.excludes());
        if (parameters.python() != null) {
            request.python(parameters.python());
        }
        if (parameters.jobs() > 0) {
            request.jobs(parameters.jobs());
        }
        if (parameters.ccache() != null) {
            request.ccache(Path.of(parameters.ccache()));
        }
        version(tree).ifPresent(request::version);
        BuildPlan plan = BuildPlan.of(request.build(), tree);
        plan.notes().forEach(note -> progress.on(new ProgressListener.Notice(note, false)));
        ShellScript script = BuildScript.of(plan);
        LinkedHashMap<String, String> environment = new LinkedHashMap<>(script.environment());
        environment.put("MLC_LIBRARIES", parameters.libraries());
        environment.put("MLC_EXCLUDES", String.join("\n", plan.excludes()));
        return new Planned(new PlannedScript(script.text(), environment), new ArrayList<>(plan.excludes()));
    }

    /** Says what repair would say, but not after hours of compiling. */
    private static void checkPlatform(String platform) throws AbortException {
        if (platform.equals(RepairWheels.AUTO)) {
            return;
        }
        List<String> known = new ArrayList<>();
        for (Libc libc : Libc.values()) {
            known.addAll(PolicyCatalog.builtIn().names(libc));
        }
        if (known.stream().noneMatch(name -> platform.equals(name) || platform.startsWith(name + "_"))) {
            throw new AbortException(
                    "no platform is called " + platform + "; known are auto, " + String.join(", ", known));
        }
    }

    private static Channel channel(String name) throws AbortException {
        for (Channel channel : Channel.values()) {
            if (channel.name().toLowerCase(Locale.ROOT).equals(name)) {
                return channel;
            }
        }
        throw new AbortException("channel is 'stable' or 'nightly', not '" + name + "'");
    }

    private Optional<Pep440Version> version(SourceTree tree) {
        if (parameters.version() != null) {
            return Optional.of(Pep440Version.parse(parameters.version()));
        }
        try {
            return Optional.of(tree.describe(TagPattern.STANDARD).publicVersion());
        } catch (InvalidVersionException noTagToStartFrom) {
            return Optional.empty();
        }
    }

    private static Map<String, String> pairs(String what, List<String> lines) throws AbortException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new AbortException(what + ": '" + line + "' is not NAME=VALUE");
            }
            pairs.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return pairs;
    }
}
