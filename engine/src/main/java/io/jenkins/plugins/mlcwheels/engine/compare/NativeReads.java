package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.inspect.OpenWheel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Native files of one wheel, read when they are asked for, several at a time. */
final class NativeReads {

    private final OpenWheel wheel;
    private final int threads;
    private final Map<String, NativeContents> known = new TreeMap<>();

    NativeReads(OpenWheel wheel, int threads) {
        this.wheel = wheel;
        this.threads = threads;
    }

    /** Reads what is not known yet, so that {@link #of} answers at once. */
    void prepare(Collection<String> paths) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "native-read");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Map<String, Future<NativeContents>> reads = new TreeMap<>();
            for (String path : paths) {
                if (!known.containsKey(path)) {
                    reads.put(path, pool.submit(() -> NativeContents.read(wheel, path)));
                }
            }
            for (Map.Entry<String, Future<NativeContents>> read : reads.entrySet()) {
                known.put(read.getKey(), await(read.getValue()));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static NativeContents await(Future<NativeContents> read) throws IOException {
        try {
            return read.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException unexpected) {
                throw unexpected;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    NativeContents of(String path) throws IOException {
        if (!known.containsKey(path)) {
            known.put(path, NativeContents.read(wheel, path));
        }
        return known.get(path);
    }

    /** The contents of all its native files that are no grafts. */
    Collection<NativeContents> ownLibraries() throws IOException {
        Collection<String> paths = wheel.natives().keySet().stream()
                .filter(path -> !PairedFiles.isGraft(path))
                .toList();
        prepare(paths);
        Collection<NativeContents> contents = new ArrayList<>();
        for (String path : paths) {
            contents.add(known.get(path));
        }
        return contents;
    }
}
