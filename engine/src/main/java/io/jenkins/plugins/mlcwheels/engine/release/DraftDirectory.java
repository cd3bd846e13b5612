package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.UniqueName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The directory of a draft, {@code DIR/.v0.1.0.draft/}, with the mark of its publisher. It appears and disappears at
 * once, by being renamed from and to {@code DIR/.v0.1.0.draft.NUMBER/}, so that publishers who have no lease yet or no
 * more can't disturb the one who has.
 */
final class DraftDirectory {

    private static final String MARK = ".mark";
    private static final PublishMark UNKNOWN = new PublishMark("unknown", "0".repeat(64), false);
    private static final int ATTEMPTS = 10;

    private final Path path;

    DraftDirectory(Path path) {
        this.path = path;
    }

    /** Makes it with its mark; one that is there, which somebody else may be filling, stays as it is. */
    void create(PublishMark mark) throws IOException {
        Files.createDirectories(path.getParent());
        for (int attempt = 1; !Files.isDirectory(path); attempt++) {
            Path fresh = aside();
            try {
                Files.createDirectory(fresh);
                Files.writeString(fresh.resolve(MARK), mark.comment());
                Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                // Somebody else was faster, or took what was not in its place yet for the remains of a crash.
                empty(fresh);
                if (!Files.isDirectory(path) && attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** What its publisher wrote into it. */
    PublishMark mark() throws IOException {
        try {
            return PublishMark.in(Files.readString(path.resolve(MARK))).orElse(UNKNOWN);
        } catch (NoSuchFileException e) {
            return UNKNOWN;
        }
    }

    /** @throws NoSuchFileException if it is gone */
    void mark(PublishMark mark) throws IOException {
        Path temporary = Files.createTempFile(path, ".mark", ".part");
        try {
            Files.writeString(temporary, mark.comment());
            Files.move(temporary, path.resolve(MARK), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Harmless when it is gone. */
    void delete() throws IOException {
        Path gone = aside();
        try {
            Files.move(path, gone, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        }
        empty(gone);
    }

    /** Removes what a crash left between two names. */
    void sweep() throws IOException {
        try (DirectoryStream<Path> remains = Files.newDirectoryStream(path.getParent(), this::isAside)) {
            for (Path directory : remains) {
                empty(directory);
            }
        }
    }

    private boolean isAside(Path other) {
        return other.getFileName().toString().startsWith(path.getFileName() + ".");
    }

    private Path aside() {
        return path.resolveSibling(path.getFileName() + "." + UniqueName.next());
    }

    private static void empty(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            return;
        }
        Files.deleteIfExists(directory);
    }
}
