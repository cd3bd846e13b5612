package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.BuildRunner;
import io.jenkins.plugins.mlcwheels.engine.repair.WheelRepairer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mlc-wheels build}: from a source tree to a wheel that was repaired and audited. */
@Command(
        name = "build",
        description = "Builds a wheel of a source tree, here or in a container, repairs it and audits it.",
        mixinStandardHelpOptions = true,
        footer = "Exit code: 0 all is well, 2 input can't be used, 5 not a platform wheel, 8 the wheel can't be"
                + " repaired, 10 no wheel was built.")
final class BuildCommand implements Callable<Integer> {

    @Mixin
    private BuildOptions options;

    @Mixin
    private RepairSettings repair;

    @Option(
            names = {"-w", "--wheelhouse"},
            paramLabel = "DIR",
            defaultValue = "wheelhouse",
            description = "Where the repaired wheel goes (default: ${DEFAULT-VALUE}).")
    private Path wheelhouse;

    @Option(names = "--no-repair", description = "Stop at the wheel as it was built.")
    private boolean unrepaired;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        BuildPlan plan = options.plan();
        Path wheel;
        try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
            wheel = BuildRunner.run(plan, progress).wheel();
            if (!unrepaired) {
                wheel = WheelRepairer.repair(
                                wheel, repair.options(wheelhouse, plan.excludes(), System.getenv()), progress)
                        .output();
            }
        }
        spec.commandLine().getOut().println(wheel);
        return ExitCode.OK.code();
    }
}
