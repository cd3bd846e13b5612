package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes all that one build of a matrix says to a file. What others hear of it begins with the name of the build, and
 * leaves out the lines of programs where several builds run at once. If the file can't be written, on a full disk for
 * instance, the build goes on without it.
 */
final class CellLog implements ProgressListener, AutoCloseable {

    private final ProgressListener listener;
    private final Path file;
    private final String prefix;
    private final boolean alone;
    private BufferedWriter writer;

    private CellLog(ProgressListener listener, Path file, String name, boolean alone, BufferedWriter writer) {
        this.listener = listener;
        this.file = file;
        this.prefix = "[" + name + "] ";
        this.alone = alone;
        this.writer = writer;
    }

    /** @param alone whether no other build runs at the same time, so that lines of programs are passed on */
    static CellLog to(Path file, String name, boolean alone, ProgressListener listener) {
        BufferedWriter writer = null;
        try {
            writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        } catch (IOException unwritable) {
            listener.on(new Notice(file + " can't be written to, so there is no log of " + name, true));
        }
        return new CellLog(listener, file, name, alone, writer);
    }

    Path file() {
        return file;
    }

    @Override
    public void on(Event event) {
        if (event instanceof Output output) {
            write(output.line());
            if (alone) {
                listener.on(output);
            }
        } else if (event instanceof Notice notice) {
            write((notice.warning() ? "warning: " : "") + notice.text());
            listener.on(new Notice(prefix + notice.text(), notice.warning()));
        } else if (event instanceof PhaseStarted started) {
            write("== " + started.phase());
            listener.on(
                    alone ? new PhaseStarted(prefix + started.phase()) : new Notice(prefix + started.phase(), false));
        } else if (event instanceof PhaseFinished finished && alone) {
            listener.on(new PhaseFinished(prefix + finished.phase(), finished.took()));
        }
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

    @Override
    public synchronized void close() {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException unwritable) {
            writer = null;
        }
    }
}
