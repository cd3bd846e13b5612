package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.build.BuildScript;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the script that a build would run. */
@Command(
        name = "script",
        description = "Prints the bash script that a build would run; it can be saved and run by hand.",
        mixinStandardHelpOptions = true,
        footer = "Exit code: 0 all is well, 2 input can't be used.")
final class ScriptCommand implements Callable<Integer> {

    @Mixin
    private BuildOptions options;

    @Mixin
    private VersionOptions version;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        spec.commandLine().getOut().print(BuildScript.of(options.plan(version)).printable());
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }
}
