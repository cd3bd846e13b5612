package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.text.ByteSize;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Shows uploads on standard error: on a terminal a line for each that is under way, with its rate and remaining time;
 * otherwise a plain line when one is done.
 */
final class UploadProgress implements ProgressListener, AutoCloseable {

    private static final long REDRAW_NANOS = 200_000_000;
    private static final double SECOND = 1e9;

    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final Map<String, Transfer> active = new LinkedHashMap<>();
    private int drawn;
    private long lastDraw;

    /**
     * @param terminal whether lines can be drawn anew
     * @param nanos tells the time, as {@link System#nanoTime} does
     */
    UploadProgress(PrintWriter err, boolean terminal, LongSupplier nanos) {
        this.err = err;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    /** For a command, on the standard error of this process. */
    static UploadProgress on(PrintWriter err) {
        return new UploadProgress(err, Terminal.redrawsErrors(), System::nanoTime);
    }

    /** How far one file is. */
    private record Transfer(long began, long done, long total) {}

    @Override
    public synchronized void on(Event event) {
        if (event instanceof Notice notice) {
            erase();
            err.println((notice.warning() ? "warning: " : "") + notice.text());
            draw();
        } else if (event instanceof Transferred moved) {
            moved(moved, nanos.getAsLong());
        }
    }

    private void moved(Transferred moved, long now) {
        Transfer before = active.get(moved.name());
        long began = before == null || moved.done() < before.done() ? now : before.began();
        if (moved.done() >= moved.total()) {
            active.remove(moved.name());
            erase();
            err.println(
                    "sent " + moved.name() + ": " + ByteSize.print(moved.total()) + rate(moved.total(), now - began));
            draw();
        } else {
            active.put(moved.name(), new Transfer(began, moved.done(), moved.total()));
            if (terminal && now - lastDraw > REDRAW_NANOS) {
                erase();
                draw();
            }
        }
    }

    private void erase() {
        if (drawn > 0) {
            err.print("\u001b[" + drawn + "A\r\u001b[J");
            drawn = 0;
        }
    }

    private void draw() {
        if (!terminal) {
            err.flush();
            return;
        }
        long now = nanos.getAsLong();
        active.forEach((name, transfer) -> err.println("  " + line(name, transfer, now)));
        drawn = active.size();
        lastDraw = now;
        err.flush();
    }

    private static String line(String name, Transfer transfer, long now) {
        long elapsed = now - transfer.began();
        long percent = transfer.total() == 0 ? 100 : transfer.done() * 100 / transfer.total();
        String left = transfer.done() == 0 || elapsed < SECOND
                ? ""
                : ", " + time((transfer.total() - transfer.done()) * (elapsed / SECOND) / transfer.done()) + " left";
        return String.format(
                Locale.ROOT, "%3d %% %s%s%s", percent, shorten(name), rate(transfer.done(), elapsed), left);
    }

    /** Keeps a line on one line of a terminal of 80 columns. */
    private static String shorten(String name) {
        return name.length() <= 40 ? name : name.substring(0, 20) + "..." + name.substring(name.length() - 17);
    }

    private static String rate(long bytes, long nanos) {
        return nanos < SECOND / 10 ? "" : ", " + ByteSize.print((long) (bytes / (nanos / SECOND))) + "/s";
    }

    private static String time(double seconds) {
        return seconds < 100
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }

    @Override
    public synchronized void close() {
        erase();
        err.flush();
    }
}
