package io.jenkins.plugins.mlcwheels.agent;

import hudson.AbortException;
import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.BuildRequest;
import io.jenkins.plugins.mlcwheels.engine.build.BuildTarget;
import io.jenkins.plugins.mlcwheels.engine.build.Channel;
import io.jenkins.plugins.mlcwheels.engine.build.SourceTree;
import io.jenkins.plugins.mlcwheels.engine.build.TimeLimit;
import io.jenkins.plugins.mlcwheels.engine.matrix.Arch;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlan;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlanner;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixRequest;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.matrix.ProjectFiles;
import io.jenkins.plugins.mlcwheels.engine.matrix.WheelName;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.BuildCaches;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.RunRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.PlatformName;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.wheel.PureWheels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The source tree of a step in a workspace, and the plan of its matrix by the rules of the command line. */
final class MatrixSource {

    private final Path workspace;
    private final BuildParameters parameters;
    private final MatrixSelection selection;
    private final SourceTree tree;

    private MatrixSource(Path workspace, BuildParameters parameters, MatrixSelection selection, SourceTree tree) {
        this.workspace = workspace;
        this.parameters = parameters;
        this.selection = selection;
        this.tree = tree;
    }

    static MatrixSource read(Path workspace, BuildParameters parameters, MatrixSelection selection) throws IOException {
        SourceTree tree = SourceTree.read(EngineCallable.inside(workspace, parameters.source()));
        return new MatrixSource(workspace, parameters, selection, tree);
    }

    SourceTree tree() {
        return tree;
    }

    /** The plan of the matrix, if the project or the step has one; else one build with the step's Python is meant. */
    Optional<MatrixPlan> plan() throws IOException {
        Optional<Pep440Version> version = PlanBuild.version(parameters, tree);
        Channel channel = PlanBuild.channel(parameters.channel());
        return MatrixPlanner.plan(request(), flavour -> name(flavour, channel, version));
    }

    private MatrixRequest request() throws IOException {
        MatrixRequest.Builder request = MatrixRequest.of(ProjectFiles.read(tree.root()), machine())
                .environment(selection.variables())
                .only(selection.only())
                .allowEmpty(selection.allowEmpty())
                .flavour(selection.flavour())
                .variables(PlanBuild.pairs("environment", parameters.environment()), "environment");
        if (selection.config() != null) {
            request.config(ProjectFiles.config(EngineCallable.inside(workspace, selection.config())));
        }
        set(request, "build", selection.build());
        set(request, "skip", selection.skip());
        set(request, "archs", selection.archs());
        if (!selection.enable().isEmpty()) {
            request.append("enable", String.join(" ", selection.enable()), "enable");
        }
        PlanBuild.pairs("configSettings", parameters.configSettings())
                .forEach((key, value) ->
                        request.append("config-settings", ShellWords.quote(key + "=" + value), "configSettings"));
        if (parameters.beforeBuild() != null) {
            request.set("before-build", parameters.beforeBuild(), "beforeBuild");
        }
        return request.build();
    }

    private static void set(MatrixRequest.Builder request, String option, List<String> values) {
        if (!values.isEmpty()) {
            request.set(option, String.join(" ", values), option);
        }
    }

    private WheelName name(Optional<String> flavour, Channel channel, Optional<Pep440Version> version) {
        BuildRequest.Builder request = BuildRequest.of(tree.root()).channel(channel);
        flavour.ifPresent(request::flavour);
        version.ifPresent(request::version);
        BuildPlan plan = BuildPlan.of(request.build(), tree);
        return new WheelName(
                plan.identity().expectedName(),
                plan.identity()
                        .version()
                        .or(() -> tree.pyproject().version().flatMap(Pep440Version::tryParse))
                        .map(Pep440Version::toString));
    }

    private static Arch machine() throws AbortException {
        String name = System.getProperty("os.arch");
        return Arch.ofMachine(name)
                .orElseThrow(() -> new AbortException("no Linux wheels are built on an agent of " + name));
    }

    /** What is needed to plan the scripts of one build. */
    RunRequest request(MatrixPlan plan, CellOrder order) throws IOException {
        Optional<Pep440Version> version = PlanBuild.version(parameters, tree);
        Channel channel = PlanBuild.channel(parameters.channel());
        Path wheelhouse = EngineCallable.inside(workspace, parameters.wheelhouse());
        PureWheels pure = PlanBuild.pure(parameters.pure());
        Optional<BuildTarget> target = PlanBuild.target(parameters.platform());
        Duration timeout = parameters.timeout() == null ? null : TimeLimit.parse(parameters.timeout());
        boolean anyPlatform = parameters.platform().equals(PlatformName.AUTO);
        return new RunRequest(
                plan,
                tree,
                request -> {
                    version.ifPresent(request::version);
                    return request.channel(channel)
                            .cmakeLines(parameters.cmake())
                            .excludes(parameters.excludes())
                            .pure(pure)
                            .timeout(timeout)
                            .target(target.orElse(null));
                },
                RepairOptions.into(wheelhouse)
                        .withPlat(anyPlatform ? Optional.empty() : Optional.of(parameters.platform()), false)
                        .withOwnLibraries(order.useOwnLibraries())
                        .withAnyInstructionSet(order.anyInstructionSet()),
                wheelhouse,
                Path.of(parameters.work()),
                Map.of(),
                selection.variables(),
                "",
                RunRequest.Limits.DEFAULT,
                RunRequest.Containers.WHERE_ASKED,
                parameters.ccache() == null
                        ? BuildCaches.NONE
                        : BuildCaches.compilers(PlanBuild.cache(workspace, parameters.ccache())));
    }

    /** The build of that name. */
    static PlannedBuild build(MatrixPlan plan, String name) throws AbortException {
        return plan.builds().stream()
                .filter(build -> build.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AbortException("the configuration has no build " + name
                        + " any more; the source was changed while it was being built"));
    }
}
