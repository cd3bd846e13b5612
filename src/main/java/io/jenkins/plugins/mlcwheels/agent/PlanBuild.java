package io.jenkins.plugins.mlcwheels.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.BuildRequest;
import io.jenkins.plugins.mlcwheels.engine.build.BuildScript;
import io.jenkins.plugins.mlcwheels.engine.build.BuildTarget;
import io.jenkins.plugins.mlcwheels.engine.build.Channel;
import io.jenkins.plugins.mlcwheels.engine.build.SourceTree;
import io.jenkins.plugins.mlcwheels.engine.build.TimeLimit;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlanner;
import io.jenkins.plugins.mlcwheels.engine.matrix.ProjectFiles;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.Architecture;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.PlatformName;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidVersionException;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import io.jenkins.plugins.mlcwheels.engine.wheel.PureWheels;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
        Optional<BuildTarget> target = target(parameters.platform());
        SourceTree tree = SourceTree.read(inside(workspace, parameters.source()));
        MatrixPlanner.check(ProjectFiles.read(tree.root()));
        BuildRequest.Builder request = BuildRequest.of(tree.root())
                .dist(Path.of(parameters.dist()))
                .work(Path.of(parameters.work()))
                .output(wheelhouse)
                .flavour(parameters.flavour())
                .channel(choice("channel", Channel.values(), parameters.channel()))
                .cmakeLines(parameters.cmake())
                .configSettings(pairs("configSettings", parameters.configSettings()))
                .environment(pairs("environment", parameters.environment()))
                .beforeBuild(parameters.beforeBuild())
                .excludes(parameters.excludes())
                .pure(choice("pure", PureWheels.values(), parameters.pure()))
                .target(target.orElse(null));
        if (parameters.python() != null) {
            request.python(parameters.python());
        }
        if (parameters.jobs() > 0) {
            request.jobs(parameters.jobs());
        }
        if (parameters.ccache() != null) {
            request.ccache(cache(workspace, parameters.ccache()));
        }
        if (parameters.timeout() != null) {
            request.timeout(TimeLimit.parse(parameters.timeout()));
        }
        version(tree).ifPresent(request::version);
        BuildPlan plan = BuildPlan.of(request.build(), tree);
        if (tree.pyproject().hasCibuildwheelTable()) {
            progress.on(new ProgressListener.Notice(
                    "one wheel is built with " + plan.request().python() + "; [tool.cibuildwheel] is not read", false));
        }
        plan.notes().forEach(note -> progress.on(new ProgressListener.Notice(note, false)));
        ShellScript script = BuildScript.of(plan);
        LinkedHashMap<String, String> environment = new LinkedHashMap<>(script.environment());
        environment.put("MLC_LIBRARIES", parameters.libraries());
        environment.put("MLC_EXCLUDES", String.join("\n", plan.excludes()));
        return new Planned(new PlannedScript(script.text(), environment), new ArrayList<>(plan.excludes()));
    }

    /** For the script to compare with the interpreter, so that repair does not refuse it after hours of compiling. */
    private static Optional<BuildTarget> target(String platform) {
        if (platform.equals(PlatformName.AUTO)) {
            return Optional.empty();
        }
        PlatformName name = PlatformName.parse(platform);
        return Optional.of(new BuildTarget(
                platform,
                name.libc().toString(),
                name.architectures().stream().map(Architecture::toString).toList()));
    }

    /** An absolute path of the agent, or one inside the workspace; never one of the agent's own directory. */
    private static Path cache(Path workspace, String ccache) throws IOException {
        Path path = Path.of(ccache);
        return path.isAbsolute() ? path : inside(workspace, ccache);
    }

    private static <E extends Enum<E>> E choice(String what, E[] choices, String name) throws AbortException {
        for (E choice : choices) {
            if (KebabCase.of(choice).equals(name)) {
                return choice;
            }
        }
        String known = Arrays.stream(choices)
                .map(choice -> "'" + KebabCase.of(choice) + "'")
                .collect(Collectors.joining(" or "));
        throw new AbortException(what + " is " + known + ", not '" + name + "'");
    }

    private Optional<Pep440Version> version(SourceTree tree) {
        if (parameters.version() != null) {
            return Optional.of(Pep440Version.parse(parameters.version()));
        }
        TagPattern pattern = Optional.ofNullable(parameters.tagPattern())
                .map(TagPattern::of)
                .or(tree.pyproject()::tagPattern)
                .orElse(TagPattern.STANDARD);
        if (parameters.tag() != null && pattern.matches(parameters.tag())) {
            return Optional.of(pattern.parse(parameters.tag()).pep440());
        }
        try {
            return Optional.of(tree.describe(pattern).publicVersion());
        } catch (InvalidVersionException | InvalidReleaseTagException noTagToStartFrom) {
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
