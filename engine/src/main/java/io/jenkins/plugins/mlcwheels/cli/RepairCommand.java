package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mlc-wheels repair}: from linux wheels to manylinux or musllinux ones. */
@Command(
        name = RepairRun.COMMAND,
        mixinStandardHelpOptions = true,
        description = "Copies the libraries that no policy lists into wheels, and gives them the platform tags that"
                + " they then comply with.",
        footer = "Exit code: 0 all is well, 2 a wheel can't be read, 5 not a platform wheel, 8 a wheel "
                + "can't be repaired, 9 a repaired wheel failed the audit, 130 cancelled.")
final class RepairCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "WHEEL", arity = "1..*", description = "The wheels. They stay as they are.")
    private List<Path> wheels = List.of();

    @Mixin
    private RepairSettings settings;

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "Don't graft libraries with such SONAMEs, or whose files have such paths; repeatable."
                    + " libfoo.so* matches libfoo.so.1, libfoo does not.")
    private List<String> excludes = List.of();

    @Option(
            names = {RepairRun.INTO, "--wheel-dir"},
            paramLabel = "DIR",
            description = "Where repaired wheels go (default: ${DEFAULT-VALUE}).")
    private Path directory = RepairRun.DIRECTORY;

    @Option(
            names = "--json",
            description = "Print an object of JSON a line for each repaired wheel: grafts, platform, compressor.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        RepairRun run =
                new RepairRun(spec.commandLine().getOut(), spec.commandLine().getErr());
        RepairOptions options = settings.options(directory, excludes, System.getenv());
        return (json ? run.runForJson(wheels, options) : run.run(wheels, options)).code();
    }
}
