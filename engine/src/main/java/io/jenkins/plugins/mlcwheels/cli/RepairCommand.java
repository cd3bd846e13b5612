package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import io.jenkins.plugins.mlcwheels.engine.repair.WheelRepairer;
import java.io.PrintWriter;
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
        name = "repair",
        mixinStandardHelpOptions = true,
        description = "Puts the libraries into wheels that no platform promises, and gives them the platform tags that"
                + " they then hold.",
        footer = "Exit code: 0 all is well, 2 a wheel can't be read, 5 not a platform wheel, 8 a wheel can't be"
                + " repaired.")
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
            description = "Don't graft libraries with such SONAMEs; repeatable. libfoo.so* matches libfoo.so.1,"
                    + " libfoo does not.")
    private List<String> excludes = List.of();

    @Option(
            names = {"-w", "--wheel-dir"},
            paramLabel = "DIR",
            defaultValue = "wheelhouse",
            description = "Where repaired wheels go (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Override
    public Integer call() throws Exception {
        RepairOptions options = settings.options(directory, excludes, System.getenv());
        PrintWriter out = spec.commandLine().getOut();
        ExitCode worst = ExitCode.OK;
        for (Path wheel : wheels) {
            try (ConsoleProgress progress =
                    ConsoleProgress.on(spec.commandLine().getErr())) {
                out.println(WheelRepairer.repair(wheel, options, progress).output());
                out.flush();
            } catch (EngineException failure) {
                if (wheels.size() == 1) {
                    throw failure;
                }
                PrintWriter err = spec.commandLine().getErr();
                err.println(spec.qualifiedName() + ": " + failure.getMessage());
                err.println("  " + failure.suggestion());
                err.flush();
                worst = worst == ExitCode.OK ? ExitCode.of(failure.kind()) : worst;
            }
        }
        return worst.code();
    }
}
