package io.jenkins.plugins.mlcwheels.engine.github;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Closes the connection under a reader that gets nothing for a while; fails when the time for everything is up. */
final class WatchedStream extends FilterInputStream {

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "mlc-wheels-download");
        thread.setDaemon(true);
        return thread;
    });

    private final Runnable deadline;
    private final AtomicLong count = new AtomicLong();
    private long seen = -1;

    WatchedStream(InputStream in, Duration window, Runnable deadline) {
        super(in);
        this.deadline = deadline;
        watch.scheduleWithFixedDelay(this::look, window.toNanos(), window.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        long now = count.get();
        if (now == seen) {
            try {
                super.close();
            } catch (IOException e) {
                seen = now;
            }
        }
        seen = now;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        deadline.run();
        int read = super.read(bytes, offset, length);
        count.incrementAndGet();
        return read;
    }

    @Override
    public int read() throws IOException {
        count.incrementAndGet();
        return super.read();
    }

    @Override
    public void close() throws IOException {
        watch.shutdownNow();
        super.close();
    }
}
