package io.jenkins.plugins.mlcwheels.engine.http;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that are read from a channel as the body of a request, of known length, read while they are sent; a few chunks are in
 * memory at a time, whatever its size. A chunk belongs to the connection once it was handed on, which may read it even
 * when it looks empty, so that each is a new one. Counts what was handed on.
 */
public final class ChannelBody implements HttpRequest.BodyPublisher {

    private static final int CHUNK = 128 << 10;
    private static final long REPORT_EVERY = 1 << 20;

    private final String name;
    private final long size;
    private final Source source;
    private final ProgressListener progress;
    private final AtomicLong sent = new AtomicLong();

    /** Opens the bytes, anew for each attempt to send them. */
    @FunctionalInterface
    public interface Source {
        ReadableByteChannel open() throws IOException;
    }

    /**
     * @param name of what is sent, for people
     * @param size in bytes
     */
    public ChannelBody(String name, long size, Source source, ProgressListener progress) {
        this.name = name;
        this.size = size;
        this.source = source;
        this.progress = progress;
    }

    /** Bytes that the connection has taken so far. */
    public long sent() {
        return sent.get();
    }

    @Override
    public long contentLength() {
        return size;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        Reading reading;
        try {
            reading = new Reading(subscriber, source.open());
        } catch (IOException e) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            subscriber.onError(e);
            return;
        }
        sent.set(0);
        subscriber.onSubscribe(reading);
    }

    /** Hands on one chunk for each that is asked for, on the thread that asks. */
    private final class Reading implements Flow.Subscription {

        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final ReadableByteChannel in;
        private final AtomicLong demand = new AtomicLong();
        private final AtomicBoolean over = new AtomicBoolean();
        private long left = size;
        private long reported;

        private Reading(Flow.Subscriber<? super ByteBuffer> subscriber, ReadableByteChannel in) {
            this.subscriber = subscriber;
            this.in = in;
        }

        @Override
        public void request(long n) {
            if (demand.getAndAdd(n) != 0) {
                return;
            }
            do {
                next();
            } while (demand.decrementAndGet() > 0);
        }

        private void next() {
            if (over.get()) {
                return;
            }
            try {
                ByteBuffer chunk = read();
                sent.addAndGet(chunk.remaining());
                report();
                subscriber.onNext(chunk);
                if (left == 0 && over.compareAndSet(false, true)) {
                    in.close();
                    subscriber.onComplete();
                }
            } catch (IOException | RuntimeException e) {
                if (over.compareAndSet(false, true)) {
                    closeQuietly();
                    subscriber.onError(e);
                }
            }
        }

        private ByteBuffer read() throws IOException {
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, left));
            while (chunk.hasRemaining()) {
                if (in.read(chunk) < 0) {
                    throw new IOException("'" + name + "' became shorter while it was sent");
                }
            }
            left -= chunk.flip().remaining();
            return chunk;
        }

        /** All of it counts as moved only when the other side says that it has it. */
        private void report() {
            long done = sent.get();
            if (done - reported >= REPORT_EVERY && left > 0) {
                reported = done;
                progress.on(new ProgressListener.Transferred(name, done, size));
            }
        }

        @Override
        public void cancel() {
            if (over.compareAndSet(false, true)) {
                closeQuietly();
            }
        }

        private void closeQuietly() {
            try {
                in.close();
            } catch (IOException e) {
                // Reading is over in any case; there is nothing to lose in a file that was only read.
                over.set(true);
            }
        }
    }
}
