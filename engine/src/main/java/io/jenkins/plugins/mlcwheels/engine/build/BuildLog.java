package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes what a build prints to a file, beside passing it on. The file stays for a build that fails. If it can't be
 * written, on a full disk for instance, the build goes on without it.
 */
final class BuildLog implements ProgressListener, AutoCloseable {

    private final ProgressListener listener;
    private final Path file;
    private BufferedWriter writer;
    private boolean kept;

    private BuildLog(ProgressListener listener, Path file, BufferedWriter writer) {
        this.listener = listener;
        this.file = file;
        this.writer = writer;
    }

    /** @param directory gets a file of a name of its own */
    static BuildLog in(Path directory, ProgressListener listener) {
        Path file = null;
        try {
            file = Files.createTempFile(Files.createDirectories(directory), "mlc-wheels-", ".log");
            return new BuildLog(listener, file, Files.newBufferedWriter(file, StandardCharsets.UTF_8));
        } catch (IOException unwritable) {
            return new BuildLog(listener, file, null);
        }
    }

    @Override
    public void on(Event event) {
        if (event instanceof Output output) {
            write(output.line());
        } else if (event instanceof Notice notice) {
            write((notice.warning() ? "warning: " : "") + notice.text());
        } else if (event instanceof PhaseStarted started) {
            write("== " + started.phase());
        }
        listener.on(event);
    }

    private synchronized void write(String line) {
        if (writer != null) {
            try {
                writer.write(line);
                writer.newLine();
            } catch (IOException unwritable) {
                writer = null;
            }
        }
    }

    /** The same failure; if the build failed, it names the file, which is kept and ends with it. */
    synchronized BuildFailedException keptFor(BuildFailedException failure) {
        if (failure.kind() != EngineException.Kind.BUILD_FAILED) {
            return failure;
        }
        write(failure.getMessage());
        kept = writer != null;
        close();
        if (writer == null) {
            return failure;
        }
        String suggestion = failure.suggestion().isEmpty() ? "" : failure.suggestion() + " ";
        return new BuildFailedException(
                failure.kind(), failure.getMessage(), suggestion + "The whole log is in " + file + ".");
    }

    @Override
    public synchronized void close() {
        try {
            if (writer != null) {
                writer.close();
            }
            if (file != null && !kept) {
                Files.deleteIfExists(file);
            }
        } catch (IOException unwritable) {
            writer = null;
        }
    }
}
