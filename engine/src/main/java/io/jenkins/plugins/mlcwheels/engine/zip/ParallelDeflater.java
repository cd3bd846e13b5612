package io.jenkins.plugins.mlcwheels.engine.zip;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.deflate.DeflateEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;

/**
 * Deflates one stream on several threads: blocks of fixed size, each primed with the 32 KiB before it and flushed to a
 * byte boundary, are one valid deflate stream when put together. The bytes written depend on level and content only,
 * not on the number of threads.
 */
final class ParallelDeflater implements AutoCloseable {

    /** Where the compressed bytes go, in order. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] bytes, int length) throws IOException;
    }

    /** What went through. */
    record Result(EntryDigest digest, int crc, long compressedSize) {}

    private record Block(byte[] bytes, int length) {}

    private static final int BLOCK = 256 << 10;

    private final int level;
    private final int ahead;
    private final ExecutorService threads;
    private final Queue<DeflateEncoder> idle = new ConcurrentLinkedQueue<>();

    ParallelDeflater(int level, int threads) {
        this.level = level;
        this.ahead = threads + 2;
        this.threads = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "wheel-deflate");
            thread.setDaemon(true);
            return thread;
        });
    }

    Result deflate(InputStream content, Sink sink) throws IOException {
        CRC32 crc = new CRC32();
        MessageDigest sha256 = Sha256.digest();
        Queue<Future<Block>> pending = new ArrayDeque<>();
        long size = 0;
        long compressed = 0;
        byte[] window = {};
        byte[] block = content.readNBytes(BLOCK);
        while (true) {
            byte[] following = block.length < BLOCK ? new byte[0] : content.readNBytes(BLOCK);
            byte[] before = window;
            byte[] current = block;
            boolean last = following.length == 0;
            pending.add(threads.submit(() -> deflate(before, current, last)));
            crc.update(block);
            sha256.update(block);
            size += block.length;
            if (last) {
                break;
            }
            if (pending.size() > ahead) {
                compressed += write(pending.remove(), sink);
            }
            window = block;
            block = following;
        }
        while (!pending.isEmpty()) {
            compressed += write(pending.remove(), sink);
        }
        return new Result(new EntryDigest(sha256.digest(), size), (int) crc.getValue(), compressed);
    }

    private Block deflate(byte[] before, byte[] block, boolean last) {
        DeflateEncoder encoder = idle.poll();
        if (encoder == null) {
            encoder = new DeflateEncoder(level);
        }
        int window = Math.min(before.length, DeflateEncoder.WINDOW);
        byte[] input = new byte[window + block.length];
        System.arraycopy(before, before.length - window, input, 0, window);
        System.arraycopy(block, 0, input, window, block.length);
        byte[] output = new byte[DeflateEncoder.maximumLength(block.length)];
        int length = encoder.encode(input, window, input.length, last, output);
        idle.add(encoder);
        return new Block(output, length);
    }

    private static long write(Future<Block> pending, Sink sink) throws IOException {
        try {
            Block block = pending.get();
            sink.write(block.bytes, block.length);
            return block.length;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while compressing");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, java.util.concurrent.TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                threads.shutdownNow();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
