package io.jenkins.plugins.mlcwheels.engine.reproducible;

import io.jenkins.plugins.mlcwheels.engine.build.BuildSurroundings;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Compares the wheels of two builds of one source, which are to have the same bytes. */
public final class WheelReproduction {

    /** Of a larger file, the beginning is searched for reasons. */
    private static final int LARGEST = 128 << 20;

    private final Path first;
    private final Path second;
    private final CauseSearch search;
    private final List<Difference> differences = new ArrayList<>();

    private WheelReproduction(Path first, Path second, BuildSurroundings one, BuildSurroundings other) {
        this.first = first;
        this.second = second;
        this.search = new CauseSearch(one, other);
    }

    /**
     * Where the wheels differ, the surest reasons first; empty if they have the same name and bytes.
     *
     * @param one where the first was built
     * @param other where the second was built
     */
    public static List<Difference> compare(Path first, Path second, BuildSurroundings one, BuildSurroundings other)
            throws IOException {
        return new WheelReproduction(first, second, one, other).compare();
    }

    /**
     * Refuses wheels that differ.
     *
     * @param keep directory that gets copies of both then, in {@code first} and {@code second}
     * @throws NotReproducibleException with the places and the likely reasons
     */
    public static void check(Path first, Path second, BuildSurroundings one, BuildSurroundings other, Path keep)
            throws IOException {
        List<Difference> differences = compare(first, second, one, other);
        if (!differences.isEmpty()) {
            copy(first, keep.resolve("first"));
            copy(second, keep.resolve("second"));
            throw new NotReproducibleException(first.getFileName().toString(), differences, keep);
        }
    }

    private static void copy(Path wheel, Path directory) throws IOException {
        Files.copy(
                wheel,
                Files.createDirectories(directory).resolve(wheel.getFileName()),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private List<Difference> compare() throws IOException {
        String name = first.getFileName().toString();
        String otherName = second.getFileName().toString();
        if (!name.equals(otherName)) {
            add(name, "the name of the wheel", bytes(name), bytes(otherName));
        }
        if (Files.mismatch(first, second) < 0) {
            return differences;
        }
        try (WheelArchive wheel = WheelArchive.open(first);
                WheelArchive other = WheelArchive.open(second)) {
            entries(wheel, other);
            if (differences.isEmpty()) {
                archive(wheel, other);
            }
        }
        differences.sort(Comparator.comparing(Difference::cause));
        return differences;
    }

    private void add(String file, String place, byte[] one, byte[] other) {
        CauseSearch.Found found = search.of(one, other, false);
        differences.add(new Difference(file, place, found.cause(), found.evidence()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void entries(WheelArchive wheel, WheelArchive other) throws IOException {
        FileComparison files = new FileComparison(search);
        List<String> missing = new ArrayList<>();
        for (ArchiveEntry entry : wheel.entries()) {
            ArchiveEntry partner = other.entry(entry.name()).orElse(null);
            if (partner == null) {
                missing.add(entry.name());
            } else if (!isRecord(entry)) {
                if (entry.crc() != partner.crc() || entry.size() != partner.size()) {
                    differences.addAll(files.of(entry.name(), read(wheel, entry), read(other, partner)));
                }
                attributes(entry, partner);
            }
        }
        List<String> extra = other.entries().stream()
                .map(ArchiveEntry::name)
                .filter(name -> wheel.entry(name).isEmpty())
                .toList();
        if (!missing.isEmpty() || !extra.isEmpty()) {
            String name = missing.isEmpty() ? extra.get(0) : missing.get(0);
            add(name, "the names of files", bytes(String.join("\n", missing)), bytes(String.join("\n", extra)));
        }
    }

    /** It has the digests of all others. */
    private static boolean isRecord(ArchiveEntry entry) {
        return entry.name().endsWith(".dist-info/RECORD");
    }

    private static byte[] read(WheelArchive wheel, ArchiveEntry entry) throws IOException {
        try (InputStream content = wheel.open(entry)) {
            return content.readNBytes(LARGEST);
        }
    }

    private void attributes(ArchiveEntry entry, ArchiveEntry other) {
        if (entry.unixMode() != other.unixMode()) {
            differences.add(new Difference(
                    entry.name(),
                    "its permissions",
                    Cause.UMASK,
                    Integer.toOctalString(entry.unixMode()) + " and " + Integer.toOctalString(other.unixMode())));
        }
        if (!entry.time().equals(other.time())) {
            differences.add(new Difference(
                    entry.name(), "its time in the archive", Cause.TIME_STAMP, entry.time() + " and " + other.time()));
        }
    }

    private void archive(WheelArchive wheel, WheelArchive other) throws IOException {
        String name = first.getFileName().toString();
        String[] names = wheel.entries().stream().map(ArchiveEntry::name).toArray(String[]::new);
        String[] others = other.entries().stream().map(ArchiveEntry::name).toArray(String[]::new);
        int at = Arrays.mismatch(names, others);
        if (at >= 0 && at < Math.min(names.length, others.length)) {
            differences.add(
                    new Difference(name, "the order of its files", Cause.ORDER, names[at] + " and " + others[at]));
        } else if (isRecordDifferent(wheel, other)) {
            differences.add(new Difference(name, "the order of RECORD", Cause.ORDER, ""));
        } else {
            differences.add(
                    new Difference(name, "the archive", Cause.UNKNOWN, "from byte " + Files.mismatch(first, second)));
        }
    }

    private static boolean isRecordDifferent(WheelArchive wheel, WheelArchive other) {
        return wheel.entries().stream().filter(WheelReproduction::isRecord).anyMatch(entry -> other.entry(entry.name())
                .filter(partner -> partner.crc() == entry.crc())
                .isEmpty());
    }
}
