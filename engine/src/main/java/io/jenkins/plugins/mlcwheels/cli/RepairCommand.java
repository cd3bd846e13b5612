package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import io.jenkins.plugins.mlcwheels.engine.repair.WheelRepairer;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

    @Option(
            names = "--plat",
            paramLabel = "PLATFORM",
            defaultValue = "auto",
            description = "Platform to repair for, such as manylinux_2_28; auto (default): the most portable that"
                    + " holds.")
    private String plat;

    @Option(names = "--only-plat", description = "Give that platform's tag alone, even if a more portable one holds.")
    private boolean onlyPlat;

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "Don't graft libraries with such SONAMEs; repeatable. libfoo.so* matches libfoo.so.1,"
                    + " libfoo does not.")
    private List<String> excludes = List.of();

    @Option(
            names = "--ldpath",
            paramLabel = "DIRS",
            description = "Search these directories, with ':' between, instead of those of the machine's loader;"
                    + " repeatable.")
    private List<String> ldPaths;

    @Option(
            names = {"-w", "--wheel-dir"},
            paramLabel = "DIR",
            defaultValue = "wheelhouse",
            description = "Where repaired wheels go (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Option(
            names = {"-z", "--compression-level"},
            paramLabel = "LEVEL",
            defaultValue = "6",
            description = "How hard to compress what changes, 1 to 9 (default: ${DEFAULT-VALUE}).")
    private int level;

    @Override
    public Integer call() throws Exception {
        RepairOptions options = options(System.getenv());
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

    private RepairOptions options(Map<String, String> environment) {
        if (level < 1 || level > 9) {
            throw new CommandLine.ParameterException(spec.commandLine(), "-z: " + level + " is not from 1 to 9");
        }
        List<Path> first = new ArrayList<>(directories(environment.get("AUDITWHEEL_LD_LIBRARY_PATH")));
        first.addAll(directories(environment.get("LD_LIBRARY_PATH")));
        Optional<List<Path>> instead =
                Optional.ofNullable(ldPaths).map(paths -> directories(String.join(File.pathSeparator, paths)));
        return RepairOptions.into(directory)
                .withPlat(Optional.of(plat).filter(name -> !name.equals("auto")), onlyPlat)
                .withExcludes(excludes)
                .withSearch(first, instead)
                .withSourceDateEpoch(epoch(environment.get("SOURCE_DATE_EPOCH")))
                .withEffort(level, Runtime.getRuntime().availableProcessors());
    }

    private static List<Path> directories(String path) {
        List<Path> directories = new ArrayList<>();
        for (String part : path == null ? new String[0] : path.split(File.pathSeparator)) {
            if (!part.isEmpty()) {
                directories.add(Path.of(part));
            }
        }
        return directories;
    }

    private OptionalLong epoch(String seconds) {
        if (seconds == null || seconds.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(seconds));
        } catch (NumberFormatException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "SOURCE_DATE_EPOCH: '" + seconds + "' is no number of seconds");
        }
    }
}
