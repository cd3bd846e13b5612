package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The SHA-256 of a file, computed beside other work on it. */
final class FileDigest implements AutoCloseable {

    static final FileDigest NONE = new FileDigest(null);

    private final FutureTask<String> task;

    private FileDigest(FutureTask<String> task) {
        this.task = task;
    }

    static FileDigest start(Path file) {
        FutureTask<String> task = new FutureTask<>(() -> Sha256.of(file));
        Thread thread = new Thread(task, "file-digest");
        thread.setDaemon(true);
        thread.start();
        return new FileDigest(task);
    }

    /** Reads no further if nobody waits any more. */
    @Override
    public void close() {
        if (task != null) {
            task.cancel(true);
        }
    }

    /** Waits for the end; empty if none was asked for. */
    Optional<String> hex() throws IOException {
        if (task == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(task.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new UncheckedIOException(new IOException(e.getCause()));
        }
    }
}
