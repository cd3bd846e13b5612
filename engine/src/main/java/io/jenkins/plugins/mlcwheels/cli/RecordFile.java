package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.FileProblem;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that are there whole or not at all. */
final class RecordFile {

    private RecordFile() {}

    /** Writes one in the place of an older one. */
    static void write(Path file, byte[] content) throws IOException {
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), ".mlc-wheels-", ".part");
        try {
            Files.write(part, content);
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Writes one that can be missed: a directory that can't be written to is worth a warning. */
    static void write(Path file, byte[] content, String what, ProgressListener listener) {
        try {
            write(file, content);
        } catch (IOException e) {
            String why = FileProblem.describe(e).lines().findFirst().orElse("");
            listener.on(new ProgressListener.Notice("no record of " + what + " is kept: " + why, true));
        }
    }
}
