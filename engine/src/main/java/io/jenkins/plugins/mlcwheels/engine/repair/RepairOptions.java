package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.platform.NamePatterns;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How to repair wheels.
 *
 * @param plat platform that is asked for, with or without the architecture; empty for the most portable that holds
 * @param onlyPlat whether the wheel gets the tag that was asked for alone, even if it holds a more portable one
 * @param excludes patterns of SONAMEs, or of paths on this machine, of libraries that are not grafted
 * @param commonExcludes more such patterns, which many wheels share, so that one of them may match nothing
 * @param useOwnLibraries whether files that need a library which the wheel has, and don't find it there, are made to
 *     find it, instead of getting a graft
 * @param ldPaths directories to search instead of those of the machine's loader configuration
 * @param libraryPath directories to search first, as those of LD_LIBRARY_PATH
 * @param outputDirectory where the repaired wheel goes; made if it is missing
 * @param sourceDateEpoch time of all entries of the wheel, in seconds since 1970; if empty, entries keep theirs
 * @param level of deflate for what changes, 1 (fast) to 9 (small)
 * @param threads to work with
 * @param sysroot directory that stands for {@code /} where the loader's configuration is read, and in paths that files
 *     name
 * @param anyInstructionSet whether files may need more of the processor than the baseline of its architecture
 * @param stripping what is taken out of the files beside what the loader needs
 * @param licensing where licences of grafts come from
 */
public record RepairOptions(
        Optional<String> plat,
        boolean onlyPlat,
        List<String> excludes,
        List<String> commonExcludes,
        boolean useOwnLibraries,
        Optional<List<Path>> ldPaths,
        List<Path> libraryPath,
        Path outputDirectory,
        OptionalLong sourceDateEpoch,
        int level,
        int threads,
        Path sysroot,
        boolean anyInstructionSet,
        Stripping stripping,
        Licensing licensing) {

    private static final int DEFAULT_LEVEL = 6;

    public RepairOptions {
        excludes = List.copyOf(excludes);
        commonExcludes = List.copyOf(commonExcludes);
        ldPaths = ldPaths.map(List::copyOf);
        libraryPath = List.copyOf(libraryPath);
    }

    /** The most portable platform that holds, libraries from where this machine's loader finds them. */
    public static RepairOptions into(Path outputDirectory) {
        return new RepairOptions(
                Optional.empty(),
                false,
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                List.of(),
                outputDirectory,
                OptionalLong.empty(),
                DEFAULT_LEVEL,
                2,
                Path.of("/"),
                false,
                Stripping.NONE,
                Licensing.OF_PACKAGES);
    }

    /**
     * The same for a given platform.
     * @param platform empty for the most portable one that holds
     * @param only whether the wheel gets no other tag, even where a more portable one holds too
     */
    public RepairOptions withPlat(Optional<String> platform, boolean only) {
        return with(draft -> {
            draft.plat = platform;
            draft.onlyPlat = only;
        });
    }

    /** The same with these patterns of SONAMEs in place of any others. */
    public RepairOptions withExcludes(List<String> patterns) {
        return with(draft -> draft.excludes = patterns);
    }

    /** The same with these patterns beside those that were given for this wheel; one that matches nothing is not a mistake. */
    public RepairOptions withCommonExcludes(List<String> patterns) {
        return with(draft -> draft.commonExcludes = patterns);
    }

    /** What matches any of these patterns is not grafted. */
    NamePatterns allExcludes() {
        return new NamePatterns(excludes).with(new NamePatterns(commonExcludes));
    }

    /** The same, using the wheel's own libraries instead of grafts or not. */
    public RepairOptions withOwnLibraries(boolean use) {
        return with(draft -> draft.useOwnLibraries = use);
    }

    /** @param instead empty to search where the machine's loader does */
    public RepairOptions withSearch(List<Path> before, Optional<List<Path>> instead) {
        return with(draft -> {
            draft.ldPaths = instead;
            draft.libraryPath = before;
        });
    }

    /** The same with this time for all entries, in seconds since 1970, or with none. */
    public RepairOptions withSourceDateEpoch(OptionalLong seconds) {
        return with(draft -> draft.sourceDateEpoch = seconds);
    }

    /** The same with another level of deflate, 1 (fast) to 9 (small), and number of threads, at least 1. */
    public RepairOptions withEffort(int deflateLevel, int threadCount) {
        return with(draft -> {
            draft.level = deflateLevel;
            draft.threads = threadCount;
        });
    }

    /** The same with a directory that stands for {@code /} where the loader's configuration is read. */
    public RepairOptions withSysroot(Path root) {
        return with(draft -> draft.sysroot = root);
    }

    /**
     * The same with the libraries of one directory in place of this machine's: those of another system, copied there by
     * the names under which they are needed. Nothing is searched elsewhere, whatever paths files name.
     */
    public RepairOptions withLibrariesOf(Path directory) {
        Path only = directory.toAbsolutePath().normalize();
        return withSearch(List.of(), Optional.of(List.of(only))).withSysroot(only);
    }

    /** The same, where these directories are searched before all others. */
    public RepairOptions withLibraryPathFirst(List<Path> directories) {
        return withSearch(
                Stream.concat(directories.stream(), libraryPath.stream()).toList(), ldPaths);
    }

    /** The same, judging as if every processor of the architecture had all instruction sets, or not so. */
    public RepairOptions withAnyInstructionSet(boolean allowed) {
        return with(draft -> draft.anyInstructionSet = allowed);
    }

    /** The same with another directory for the repaired wheel. */
    public RepairOptions withOutputDirectory(Path directory) {
        return with(draft -> draft.outputDirectory = directory);
    }

    /** The same with this taken out of files. */
    public RepairOptions withStripping(Stripping what) {
        return with(draft -> draft.stripping = what);
    }

    /** The same with licences of grafts from there. */
    public RepairOptions withLicensing(Licensing source) {
        return with(draft -> draft.licensing = source);
    }

    private RepairOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** Options of which some are being changed. */
    private static final class Draft {
        private Optional<String> plat;
        private boolean onlyPlat;
        private List<String> excludes;
        private List<String> commonExcludes;
        private boolean useOwnLibraries;
        private Optional<List<Path>> ldPaths;
        private List<Path> libraryPath;
        private Path outputDirectory;
        private OptionalLong sourceDateEpoch;
        private int level;
        private int threads;
        private Path sysroot;
        private boolean anyInstructionSet;
        private Stripping stripping;
        private Licensing licensing;

        Draft(RepairOptions from) {
            plat = from.plat;
            onlyPlat = from.onlyPlat;
            excludes = from.excludes;
            commonExcludes = from.commonExcludes;
            useOwnLibraries = from.useOwnLibraries;
            ldPaths = from.ldPaths;
            libraryPath = from.libraryPath;
            outputDirectory = from.outputDirectory;
            sourceDateEpoch = from.sourceDateEpoch;
            level = from.level;
            threads = from.threads;
            sysroot = from.sysroot;
            anyInstructionSet = from.anyInstructionSet;
            stripping = from.stripping;
            licensing = from.licensing;
        }

        RepairOptions done() {
            return new RepairOptions(
                    plat,
                    onlyPlat,
                    excludes,
                    commonExcludes,
                    useOwnLibraries,
                    ldPaths,
                    libraryPath,
                    outputDirectory,
                    sourceDateEpoch,
                    level,
                    threads,
                    sysroot,
                    anyInstructionSet,
                    stripping,
                    licensing);
        }
    }
}
