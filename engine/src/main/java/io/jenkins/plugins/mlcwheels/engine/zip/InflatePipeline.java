package io.jenkins.plugins.mlcwheels.engine.zip;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Inflates an entry on a thread of its own, a bounded number of chunks ahead of its reader. Threads are told to stop by
 * a flag and never interrupted, because an interrupt would close the file for all others.
 */
final class InflatePipeline implements PassContent.Source, AutoCloseable {

    private static final int CHUNK = 256 << 10;
    private static final int AHEAD = 8;

    /** @param failure why there is no chunk, or null */
    private record Item(PassContent.Chunk chunk, Throwable failure) {}

    private final BlockingQueue<Item> filled = new ArrayBlockingQueue<>(AHEAD + 2);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(AHEAD + 2);
    private final byte[][] buffers = new byte[AHEAD][CHUNK];
    private volatile boolean stopped;
    private boolean ended;
    private Thread thread;
    private byte[] lent;

    /** The inflater belongs to the pipeline until it is closed. */
    InflatePipeline start(EntryInflater inflater) {
        filled.clear();
        free.clear();
        for (byte[] buffer : buffers) {
            free.add(buffer);
        }
        stopped = false;
        ended = false;
        lent = null;
        thread = new Thread(() -> produce(inflater), "wheel-inflate");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void produce(EntryInflater inflater) {
        try {
            while (!stopped) {
                byte[] buffer = free.take();
                if (stopped) {
                    return;
                }
                int length = inflater.read(buffer, 0, buffer.length);
                filled.put(new Item(new PassContent.Chunk(buffer, length), null));
                if (length < 0) {
                    return;
                }
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            filled.offer(new Item(null, e));
        }
    }

    @Override
    public PassContent.Chunk next() throws IOException {
        if (ended) {
            throw new IOException("read after the end");
        }
        if (lent != null) {
            free.add(lent);
            lent = null;
        }
        Item item = take();
        ended = item.failure != null || item.chunk.length() < 0;
        if (item.failure instanceof IOException e) {
            throw e;
        }
        if (item.failure != null) {
            throw new IllegalStateException(item.failure);
        }
        lent = item.chunk.bytes();
        return item.chunk;
    }

    private Item take() throws IOException {
        try {
            return filled.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while inflating");
        }
    }

    /** Returns when the thread has ended. */
    @Override
    public void close() {
        stopped = true;
        free.offer(buffers[0]);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
