package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.FileFailure;
import io.jenkins.plugins.mlcwheels.engine.UniqueName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Writing that is seen whole or not at all; a file that has the content already is left as it is. Each writer has a
 * temporary name of its own, so that two of them leave what one of them wrote.
 */
final class AtomicFile {

    private static final String PART = ".part";

    private AtomicFile() {}

    static void write(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    static void write(Path file, byte[] content) throws IOException {
        if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = file.resolveSibling(prefix(file) + UniqueName.next() + PART);
        try {
            Files.write(part, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw FileFailure.of(file, e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Removes what writers of this file left when they were killed; for who knows that none is at work. */
    static void sweep(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> remains = Files.newDirectoryStream(
                    directory, path -> isPart(path.getFileName().toString(), prefix(file)))) {
                for (Path part : remains) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }

    private static boolean isPart(String name, String prefix) {
        return name.startsWith(prefix) && name.endsWith(PART);
    }

    private static String prefix(Path file) {
        return "." + file.getFileName() + ".";
    }
}
