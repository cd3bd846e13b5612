package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.elf.BuildId;
import io.jenkins.plugins.mlcwheels.engine.elf.strip.SymbolFile;
import io.jenkins.plugins.mlcwheels.engine.zip.DosTime;
import io.jenkins.plugins.mlcwheels.engine.zip.ZipWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was split off the files of a wheel, under the names by which debuggers find it: by build id, or, of files
 * without one, in a directory beside the place where the file gets installed. For several threads.
 */
final class SymbolArchive {

    private static final int REGULAR = 0100644;

    /**
     * What was split off one file.
     *
     * @param supplement the supplementary file that it refers to, if that is on this machine
     */
    private record Part(SymbolFile symbols, Path file, Optional<Path> supplement) {}

    /** By the path of the stripped file, so that nothing depends on which thread comes first. */
    private final SortedMap<String, Part> parts = new TreeMap<>();

    /**
     * @param path of the stripped file in the wheel
     * @param origin where the file was before, from where the path of a supplementary file counts
     */
    synchronized void add(SymbolFile symbols, Path file, String path, Optional<Path> origin) throws IOException {
        Optional<Path> found =
                symbols.supplement().isPresent() ? find(symbols.supplement().get(), origin) : Optional.empty();
        parts.put(path, new Part(symbols, file, found));
    }

    private synchronized SortedMap<String, Path> files() {
        SortedMap<String, Path> files = new TreeMap<>();
        parts.forEach((path, part) -> {
            SymbolFile symbols = part.symbols();
            files.putIfAbsent(
                    symbols.buildId().map(SymbolFile::place).orElseGet(() -> beside(path, symbols.link())),
                    part.file());
            part.supplement()
                    .ifPresent(file -> files.putIfAbsent(
                            SymbolFile.place(symbols.supplement().orElseThrow().buildId()), file));
        });
        return files;
    }

    private static String beside(String path, String link) {
        int slash = path.lastIndexOf('/') + 1;
        return path.substring(0, slash) + ".debug/" + link;
    }

    private static Optional<Path> find(SymbolFile.Supplement supplement, Optional<Path> origin) throws IOException {
        Path path;
        try {
            path = Path.of(supplement.path());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        Optional<Path> file = path.isAbsolute()
                ? Optional.of(path)
                : origin.map(from -> from.resolveSibling(path).normalize());
        return file.isPresent()
                        && Files.isRegularFile(file.get())
                        && BuildId.of(file.get()).equals(Optional.of(supplement.buildId()))
                ? file
                : Optional.empty();
    }

    synchronized boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Files that dwz made, which are not on this machine, with one that refers to each. */
    synchronized SortedMap<String, String> missing() {
        SortedMap<String, String> missing = new TreeMap<>();
        parts.forEach((path, part) -> {
            if (part.supplement().isEmpty()) {
                part.symbols().supplement().ifPresent(supplement -> missing.putIfAbsent(supplement.path(), path));
            }
        });
        return missing;
    }

    void write(Path target, RepairOptions options) throws IOException {
        int time = options.sourceDateEpoch().isPresent()
                ? DosTime.ofEpochSecond(options.sourceDateEpoch().getAsLong())
                : DosTime.FIRST;
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                ZipWriter out = new ZipWriter(channel, options.level(), options.threads())) {
            for (Map.Entry<String, Path> file : files().entrySet()) {
                try (InputStream content = Files.newInputStream(file.getValue())) {
                    out.deflate(
                            new ZipWriter.Header(file.getKey(), time, REGULAR), Files.size(file.getValue()), content);
                }
            }
            out.finish();
        }
    }
}
