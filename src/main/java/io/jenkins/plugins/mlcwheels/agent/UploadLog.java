package io.jenkins.plugins.mlcwheels.agent;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Tells of transfers in a few lines each: the first after some seconds, and then one per tenth or so. */
final class UploadLog implements ProgressListener {

    private static final long NANOS_BETWEEN_LINES = TimeUnit.SECONDS.toNanos(10);
    private static final long MEBIBYTE = 1 << 20;

    private final ProgressListener next;
    private final Map<String, Long> lastLine = new ConcurrentHashMap<>();

    UploadLog(ProgressListener next) {
        this.next = next;
    }

    @Override
    public void on(Event event) {
        next.on(event);
        if (event instanceof Transferred moved && moved.total() > 0) {
            long now = System.nanoTime();
            Long last = lastLine.putIfAbsent(moved.name(), now);
            if (last != null && now - last > NANOS_BETWEEN_LINES && lastLine.replace(moved.name(), last, now)) {
                next.on(new Notice(line(moved), false));
            }
        }
    }

    private static String line(Transferred moved) {
        return moved.name() + ": " + 100 * moved.done() / moved.total() + " % of " + moved.total() / MEBIBYTE + " MiB";
    }
}
