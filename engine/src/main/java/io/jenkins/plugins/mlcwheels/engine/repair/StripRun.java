package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.elf.Unloaded;
import io.jenkins.plugins.mlcwheels.engine.elf.strip.ElfStripper;
import io.jenkins.plugins.mlcwheels.engine.elf.strip.StripLevel;
import io.jenkins.plugins.mlcwheels.engine.elf.strip.StripReport;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Strips files of a wheel and grafts, and keeps what goes if that is asked for. For several threads. */
final class StripRun {

    private final Stripping stripping;
    private final RepairOptions options;
    private final Workspace workspace;
    private final SymbolArchive symbols = new SymbolArchive();
    private final SortedMap<String, String> kept = new TreeMap<>();
    private int files;
    private long before;
    private long after;

    StripRun(RepairOptions options, Workspace workspace) {
        this.options = options;
        this.stripping = options.stripping();
        this.workspace = workspace;
    }

    /** Paths of the wheel's files that have something to strip and are not to be kept. */
    Set<String> chosen(Collection<ElfFacts> elfs) {
        Set<String> chosen = new TreeSet<>();
        for (ElfFacts elf : elfs) {
            if (hasAny(elf.unloaded()) && !isLeft(elf)) {
                chosen.add(elf.path());
            }
        }
        return chosen;
    }

    private boolean hasAny(Unloaded unloaded) {
        return stripping
                .level()
                .filter(level -> unloaded.debug() > 0 || level == StripLevel.ALL && unloaded.symbols() > 0)
                .isPresent();
    }

    private boolean isLeft(ElfFacts elf) {
        List<String> names = new ArrayList<>(elf.names());
        names.add(elf.path());
        return stripping.keeps(names.toArray(String[]::new))
                || elf.names().stream().anyMatch(options.allExcludes()::match);
    }

    /** Strips a copy of a file of the wheel; returns whether it changed. */
    boolean strip(Path file, String path) throws IOException {
        return run(file, path, Optional.empty());
    }

    /** Strips a copy of a library of this machine, unless it is to be kept. */
    void strip(LibraryGraft graft, Path file, String path) throws IOException {
        List<String> names = new ArrayList<>(graft.sonames());
        names.addAll(List.of(
                path,
                graft.name(),
                graft.source().toString(),
                String.valueOf(graft.source().getFileName())));
        if (stripping.level().isPresent() && !stripping.keeps(names.toArray(String[]::new))) {
            run(file, path, Optional.of(graft.source()));
        }
    }

    private boolean run(Path file, String path, Optional<Path> origin) throws IOException {
        ElfStripper stripper = new ElfStripper(stripping.level().orElseThrow());
        Path target = workspace.newFile();
        Path split = workspace.newFile();
        StripReport report = stripping.split()
                ? stripper.split(file, target, split, path.substring(path.lastIndexOf('/') + 1))
                : stripper.strip(file, target);
        note(report, path);
        if (!report.stripped()) {
            return false;
        }
        if (report.symbols().isPresent()) {
            symbols.add(report.symbols().get(), split, path, origin);
        }
        Files.move(target, file, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private synchronized void note(StripReport report, String path) {
        report.keptBecause().ifPresent(reason -> kept.put(path, reason));
        if (report.stripped()) {
            files++;
            before += report.before();
            after += report.after();
        }
    }

    /** What came of it, in words; empty if nothing was to be done. */
    synchronized Optional<String> summary() {
        return files == 0
                ? Optional.empty()
                : Optional.of("stripped " + files + (files == 1 ? " file: " : " files: ") + size(before) + " became "
                        + size(after));
    }

    /** Why files were kept, one line for each. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        kept.forEach((path, reason) -> warnings.add(path + " is not stripped: " + reason));
        symbols.missing()
                .forEach((supplement, path) -> warnings.add("the debug information of " + path + " refers to "
                        + supplement + ", which is not on this machine; debuggers need it as well"));
        return warnings;
    }

    /** Writes what was split off; empty if nothing was. */
    Optional<Path> archive() throws IOException {
        if (symbols.isEmpty()) {
            return Optional.empty();
        }
        Path archive = workspace.newFile();
        symbols.write(archive, options);
        return Optional.of(archive);
    }

    private static String size(long bytes) {
        return bytes < 100_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
