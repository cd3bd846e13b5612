package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.FileFailure;
import io.jenkins.plugins.mlcwheels.engine.LockFile;
import io.jenkins.plugins.mlcwheels.engine.LocksMissingException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A directory with a static index in it, which may hold other things too. Writing reads all wheels first, and changes
 * nothing that no index wrote: see {@link OwnPages}. One writer at a time reads and writes, so that the index is that
 * of whoever looked last; the others wait.
 */
public final class IndexDirectory {

    private static final String LOCK = ".index.lock";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path directory;
    private final Timing timing;
    private final ProgressListener progress;
    private boolean allowEmpty;
    private boolean refuseEmpty;

    /**
     * @param directory is created if need be
     * @param timing for waiting while somebody else writes
     * @param progress is told of that, and what is left out or left alone
     */
    public IndexDirectory(Path directory, Timing timing, ProgressListener progress) {
        this.directory = Objects.requireNonNull(directory, "directory");
        this.timing = Objects.requireNonNull(timing, "timing");
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /** Whether an index with projects may be replaced by one without any; false at first. */
    public IndexDirectory allowEmpty(boolean allowed) {
        allowEmpty = allowed;
        return this;
    }

    /** Whether there may be no index without any project in the place of none; false at first. */
    public IndexDirectory refuseEmpty(boolean refused) {
        refuseEmpty = refused;
        return this;
    }

    /**
     * Reads the wheels and writes their index, each page at once, so that an installer sees the old or the new one,
     * never a part. Pages of projects that are no more are removed.
     *
     * @return what was written
     * @throws EmptyIndexException if that would empty the index
     * @throws ForeignPageException if there is a file in the place of a page that no index wrote
     * @throws IndexBusyException if somebody else writes it for too long
     */
    public SimpleIndex write(IndexSource source) throws IOException, InterruptedException {
        source.check();
        boolean created = !Files.exists(directory);
        Files.createDirectories(directory);
        Closeable lock = lock();
        try {
            SimpleIndex index = SimpleIndex.of(source.read(directory));
            index.ambiguous().forEach(this::warn);
            write(index, source);
            return index;
        } finally {
            lock.close();
            if (created) {
                deleteIfEmpty(directory);
            }
        }
    }

    private Closeable lock() throws IOException, InterruptedException {
        Instant limit = timing.now().plus(PATIENCE);
        for (boolean told = false; ; told = true) {
            try {
                return LockFile.take(directory.resolve(LOCK), "mlc-wheels")::close;
            } catch (LocksMissingException e) {
                warn(e.getMessage() + "; see that nobody else writes this index meanwhile");
                return () -> {};
            } catch (LockFile.HeldException e) {
                if (timing.now().isAfter(limit)) {
                    throw new IndexBusyException(directory, e.holder());
                }
                if (!told) {
                    progress.on(new ProgressListener.Notice(
                            "waiting for the index " + directory + ", which is written by " + e.holder(), false));
                }
                timing.sleep(LOOK_AGAIN);
            }
        }
    }

    private void write(SimpleIndex index, IndexSource source) throws IOException {
        Map<String, String> pages = index.pages();
        OwnPages own = OwnPages.in(directory);
        if (index.projects().isEmpty()
                && !allowEmpty
                && (refuseEmpty || !own.projects().isEmpty())) {
            throw new EmptyIndexException(directory, own.projects().size());
        }
        for (String page : pages.keySet()) {
            if (!own.mayReplace(page)) {
                throw new ForeignPageException(directory.resolve(page));
            }
        }
        source.writeBeside();
        LeftAddresses left = LeftAddresses.in(directory);
        // Before and after the pages, so that a crash leaves no address unknown.
        left.write(wheels(index), timing.now());
        own.list(pages, true);
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Path file = directory.resolve(page.getKey());
            AtomicFile.sweep(file);
            AtomicFile.write(file, page.getValue());
        }
        remove(own, pages);
        own.list(pages, false);
        left.write(wheels(index), timing.now());
    }

    private static List<IndexedWheel> wheels(SimpleIndex index) {
        return index.projects().values().stream().flatMap(List::stream).toList();
    }

    /**
     * Tells of an address of a wheel or a bundle when the index named it last: now if it does; empty if not within 90
     * days, as far as this directory tells. Reads the directory once, now.
     */
    public Function<String, Optional<Instant>> lastNamed() {
        try {
            LeftAddresses left = LeftAddresses.in(directory);
            Instant now = timing.now();
            return address -> left.lastNamed(address, now);
        } catch (IOException e) {
            throw new UncheckedIOException(FileFailure.of(directory, e));
        }
    }

    private void remove(OwnPages own, Map<String, String> pages) throws IOException {
        for (String page : own.pages()) {
            if (pages.containsKey(page)) {
                continue;
            }
            Path file = directory.resolve(page);
            if (own.isUnchanged(page)) {
                AtomicFile.sweep(file);
                Files.delete(file);
                deleteIfEmpty(file.getParent());
            } else if (Files.exists(file)) {
                warn(file + " was changed since it was written, and stays");
            }
        }
    }

    private static void deleteIfEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            // What else is in it is not ours.
            return;
        }
    }

    private void warn(Object what) {
        progress.on(new ProgressListener.Notice(what.toString(), true));
    }
}
