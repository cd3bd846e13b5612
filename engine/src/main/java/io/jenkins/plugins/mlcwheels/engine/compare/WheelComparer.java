package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.compare.FileChange.SectionChange;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.inspect.OpenWheel;
import io.jenkins.plugins.mlcwheels.engine.inspect.WheelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Compares two wheels. Every file is read and hashed: what the archive's directory says of it (CRC, size) and what RECORD
 * says is no proof that two files are the same. Native files that differ are read a second time, for their sections and
 * symbols.
 */
public final class WheelComparer {

    private final OpenWheel before;
    private final OpenWheel after;
    private final NativeReads old;
    private final NativeReads young;

    private WheelComparer(OpenWheel before, OpenWheel after, int threads) {
        this.before = before;
        this.after = after;
        this.old = new NativeReads(before, threads);
        this.young = new NativeReads(after, threads);
    }

    /**
     * Reads and compares two wheels.
     *
     * @param options for the audit of both: what is taken to be there, threads
     * @throws io.jenkins.plugins.mlcwheels.engine.EngineException if one is not there or can't be read as a wheel
     */
    public static WheelComparison compare(Path before, Path after, AuditOptions options) throws IOException {
        try (OpenWheel old = OpenWheel.open(before, options);
                OpenWheel young = OpenWheel.open(after, options)) {
            return new WheelComparer(old, young, options.threads()).compare();
        }
    }

    private WheelComparison compare() throws IOException {
        List<PairedFiles.Pair> pairs = PairedFiles.of(before, after);
        old.prepare(differing(pairs, before, PairedFiles.Pair::before));
        young.prepare(differing(pairs, after, PairedFiles.Pair::after));
        WheelSide one = side(before);
        WheelSide other = side(after);
        MetadataChanges metadata = new MetadataChanges(before, after);
        return new WheelComparison(
                WheelKey.of(after.filename()).toString(),
                one,
                other,
                files(pairs),
                LibraryChanges.of(before, after, pairs),
                new SymbolChanges(before, old, young).of(pairs),
                TagChanges.of(one, before.report(), other, after.report()),
                metadata.of(pairs),
                metadata.newDependencies());
    }

    private static WheelSide side(OpenWheel wheel) {
        return new WheelSide(
                wheel.filename().toString(),
                wheel.filename().version(),
                wheel.report().size(),
                wheel.report().sha256().orElse(""),
                TagChanges.tags(wheel.filename()),
                wheel.report().overall(),
                (int) wheel.report().findings().stream()
                        .filter(Finding::isError)
                        .count());
    }

    private static List<String> differing(
            List<PairedFiles.Pair> pairs, OpenWheel wheel, Function<PairedFiles.Pair, WheelFile> side) {
        Set<String> natives = wheel.natives().keySet();
        return pairs.stream()
                .filter(pair -> pair.before() != null && pair.after() != null && !pair.isSame())
                .map(side)
                .map(WheelFile::path)
                .filter(natives::contains)
                .toList();
    }

    private FileChanges files(List<PairedFiles.Pair> pairs) throws IOException {
        int[] counts = new int[FileChange.Kind.values().length];
        List<FileChange> changes = new ArrayList<>();
        for (PairedFiles.Pair pair : pairs) {
            if (!pair.isSame()) {
                FileChange change = change(pair);
                counts[change.kind().ordinal()]++;
                changes.add(change);
            }
        }
        changes.sort(Comparator.comparingLong((FileChange change) -> -Math.abs(change.growth()))
                .thenComparing(FileChange::path)
                .thenComparing(FileChange::kind));
        return new FileChanges(
                pairs.size() - changes.size(),
                counts[FileChange.Kind.ADDED.ordinal()],
                counts[FileChange.Kind.REMOVED.ordinal()],
                counts[FileChange.Kind.CHANGED.ordinal()],
                changes);
    }

    private FileChange change(PairedFiles.Pair pair) throws IOException {
        if (pair.before() == null) {
            return new FileChange(
                    pair.path(), FileChange.Kind.ADDED, 0, pair.after().size(), List.of());
        }
        if (pair.after() == null) {
            return new FileChange(
                    pair.path(), FileChange.Kind.REMOVED, pair.before().size(), 0, List.of());
        }
        boolean isNative = before.natives().containsKey(pair.before().path())
                && after.natives().containsKey(pair.after().path());
        return new FileChange(
                pair.path(),
                FileChange.Kind.CHANGED,
                pair.before().size(),
                pair.after().size(),
                isNative
                        ? sections(
                                old.of(pair.before().path()).sections(),
                                young.of(pair.after().path()).sections())
                        : List.of());
    }

    private static List<SectionChange> sections(Map<String, Long> before, Map<String, Long> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .map(name -> new SectionChange(name, before.getOrDefault(name, 0L), after.getOrDefault(name, 0L)))
                .filter(change -> change.growth() != 0)
                .sorted(Comparator.comparingLong((SectionChange change) -> -Math.abs(change.growth()))
                        .thenComparing(SectionChange::name))
                .toList();
    }
}
