package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * Shows on standard error what the engine does: phases with their times, notices, and the lines of the tools that it
 * runs. On a terminal, the last line always says which phase is at work and for how long.
 */
final class ConsoleProgress implements ProgressListener, AutoCloseable {

    private static final String CLEAR = "\r\u001b[K";
    private static final long TICK_MILLIS = 1000;
    private static final long MEGABYTE = 1_000_000;

    private final PrintWriter err;
    private final boolean terminal;
    private final Thread ticker = new Thread(this::tick, "mlc-wheels-progress");
    private String phase;
    private long phaseBegan;
    private String transfer = "";

    /** @param terminal whether a person watches */
    ConsoleProgress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
        if (terminal) {
            ticker.setDaemon(true);
            ticker.start();
        }
    }

    /** For a command, on the standard error of this process; a person watches if a terminal is attached. */
    static ConsoleProgress on(PrintWriter err) {
        return new ConsoleProgress(err, Terminal.redrawsErrors());
    }

    @Override
    public synchronized void on(Event event) {
        if (event instanceof Output output) {
            print(output.line());
        } else if (event instanceof Notice notice) {
            print((notice.warning() ? "warning: " : "") + notice.text());
        } else if (event instanceof PhaseStarted started) {
            phase = started.phase();
            phaseBegan = System.nanoTime();
            print("== " + phase);
        } else if (event instanceof PhaseFinished finished) {
            phase = null;
            transfer = "";
            print("== " + finished.phase() + ": " + seconds(finished.took()));
        } else if (event instanceof Transferred moved) {
            transfer = " " + moved.name() + " " + moved.done() / MEGABYTE + " of "
                    + (moved.total() < 0 ? "?" : moved.total() / MEGABYTE) + " MB";
        }
    }

    private void print(String line) {
        err.println((terminal ? CLEAR : "") + line);
        status();
    }

    private synchronized void status() {
        if (terminal && phase != null) {
            err.print(CLEAR + phase + " " + elapsed() + transfer);
            err.flush();
        }
    }

    private String elapsed() {
        long seconds = (System.nanoTime() - phaseBegan) / 1_000_000_000;
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(TICK_MILLIS);
                status();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        ticker.interrupt();
        phase = null;
        if (terminal) {
            err.print(CLEAR);
        }
        err.flush();
    }
}
