package io.jenkins.plugins.mlcwheels.engine.repair;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory beside the output for what is not done yet; gone when it is closed, whatever happened. */
final class Workspace implements Closeable {

    private final Path directory;
    private int files;

    private Workspace(Path directory) {
        this.directory = directory;
    }

    static Workspace in(Path parent) throws IOException {
        return new Workspace(Files.createTempDirectory(parent, ".mlc-wheels-repair-"));
    }

    Path directory() {
        return directory;
    }

    /** A path that nothing is at yet. */
    synchronized Path newFile() {
        return directory.resolve("elf-" + files++);
    }

    /** Moves a file to its final place at once, over one that is there. */
    void publish(Path file, Path target) throws IOException {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
