package io.jenkins.plugins.mlcwheels.engine.zip;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

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
    private static final int WINDOW = 32 << 10;

    private final int level;
    private final int ahead;
    private final ExecutorService threads;
    private final Queue<Deflater> idle = new ConcurrentLinkedQueue<>();

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
        byte[] dictionary = {};
        byte[] block = content.readNBytes(BLOCK);
        while (true) {
            byte[] following = block.length < BLOCK ? new byte[0] : content.readNBytes(BLOCK);
            crc.update(block);
            sha256.update(block);
            size += block.length;
            pending.add(submit(dictionary, block, following.length == 0));
            if (following.length == 0) {
                break;
            }
            if (pending.size() > ahead) {
                compressed += write(pending.remove(), sink);
            }
            dictionary = Arrays.copyOfRange(block, block.length - WINDOW, block.length);
            block = following;
        }
        while (!pending.isEmpty()) {
            compressed += write(pending.remove(), sink);
        }
        return new Result(new EntryDigest(sha256.digest(), size), (int) crc.getValue(), compressed);
    }

    private Future<Block> submit(byte[] dictionary, byte[] block, boolean last) {
        return threads.submit(() -> deflate(dictionary, block, last));
    }

    private Block deflate(byte[] dictionary, byte[] block, boolean last) {
        Deflater deflater = idle.poll();
        if (deflater == null) {
            deflater = new Deflater(level, true);
        }
        try {
            if (dictionary.length > 0) {
                deflater.setDictionary(dictionary);
            }
            deflater.setInput(block);
            if (last) {
                deflater.finish();
            }
            return drain(deflater, new byte[block.length / 2 + 1024]);
        } finally {
            deflater.reset();
            idle.add(deflater);
        }
    }

    /** A flush is complete when it leaves room in the output. */
    private static Block drain(Deflater deflater, byte[] initial) {
        byte[] out = initial;
        int length = 0;
        while (true) {
            length += deflater.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
            if (deflater.finished() || length < out.length) {
                return new Block(out, length);
            }
            out = Arrays.copyOf(out, out.length * 2);
        }
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
        idle.forEach(Deflater::end);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
