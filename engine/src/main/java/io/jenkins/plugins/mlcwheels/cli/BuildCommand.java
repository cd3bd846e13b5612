package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.BuildReport;
import io.jenkins.plugins.mlcwheels.engine.build.BuildRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Builds a wheel. */
@Command(
        name = "build",
        description = "Builds a wheel of a source tree, here or in a container.",
        mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {

    @Mixin
    private BuildOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        BuildPlan plan = options.plan();
        PrintWriter out = spec.commandLine().getOut();
        try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
            BuildReport report = BuildRunner.run(plan, progress);
            out.println(report.wheel());
        }
        out.flush();
        return ExitCode.OK.code();
    }
}
