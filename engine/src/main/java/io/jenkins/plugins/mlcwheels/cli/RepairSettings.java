package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.build.BuildTarget;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code repair}, {@code build} and {@code release} have in common: options of a repair. */
final class RepairSettings {

    @Mixin
    private RepairTarget target = new RepairTarget();

    @Option(
            names = "--only-plat",
            description = "Give that platform's tag alone, even if the wheel complies with a more portable one.")
    private boolean onlyPlat;

    @Option(
            names = "--ldpath",
            paramLabel = "DIRS",
            description = "Search these directories, with ':' between, instead of those of the machine's loader;"
                    + " repeatable.")
    private List<String> ldPaths;

    @Option(
            names = "--use-own-libraries",
            description = "Where a file needs a library that the wheel has, and its RPATH doesn't lead there, set the"
                    + " RPATH instead of grafting another copy.")
    private boolean useOwnLibraries;

    @Option(
            names = "--disable-isa-ext-check",
            description = "Let files need more of the processor than its architecture's baseline, such as x86-64-v2.")
    private boolean anyInstructionSet;

    @Option(
            names = {"-z", "--compression-level"},
            paramLabel = "LEVEL",
            description = "How hard to compress what changes, 1 to 9 (default: ${DEFAULT-VALUE}).")
    private int level = 6;

    @Option(
            names = "--license",
            paramLabel = "LIB=FILE",
            description = "The file with the licence of a graft that belongs to no package of the system; LIB is its"
                    + " SONAME or file name, or a pattern of them; repeatable.")
    private Map<String, Path> licences = Map.of();

    @Mixin
    private StripSettings strip = new StripSettings();

    /**
     * The platform that was asked for, for a build to be compared with; empty: none in particular.
     *
     * @throws EngineException if no platform has that name
     */
    Optional<BuildTarget> target() {
        return target.build();
    }

    /**
     * @param excludes patterns of SONAMEs that are left alone
     * @param environment of this process: LD_LIBRARY_PATH, AUDITWHEEL_LD_LIBRARY_PATH and SOURCE_DATE_EPOCH count
     */
    RepairOptions options(Path directory, List<String> excludes, Map<String, String> environment) {
        if (level < 1 || level > 9) {
            throw new EngineException(
                    EngineException.Kind.INPUT, "-z: " + level + " is not from 1 to 9", "Use 6 if in doubt.");
        }
        List<Path> first = new ArrayList<>(directories(environment.get("AUDITWHEEL_LD_LIBRARY_PATH")));
        first.addAll(directories(environment.get("LD_LIBRARY_PATH")));
        Optional<List<Path>> instead =
                Optional.ofNullable(ldPaths).map(paths -> directories(String.join(File.pathSeparator, paths)));
        return RepairOptions.into(directory)
                .withPlat(target.name(), onlyPlat)
                .withExcludes(excludes)
                .withOwnLibraries(useOwnLibraries)
                .withAnyInstructionSet(anyInstructionSet)
                .withStripping(strip.stripping())
                .withLicences(licences)
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

    private static OptionalLong epoch(String seconds) {
        if (seconds == null || seconds.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(seconds));
        } catch (NumberFormatException e) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "SOURCE_DATE_EPOCH: '" + seconds + "' is not a number of seconds",
                    "Unset it, or give the seconds since 1970.");
        }
    }
}
