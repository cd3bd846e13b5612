package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.LockFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A lease that is a {@link LockFile}, which the system gives back when the process ends in whatever way. */
final class FileLease implements ReleaseLease {

    private final String tag;
    private final Path file;
    private final LockFile lock;

    private FileLease(String tag, Path file, LockFile lock) {
        this.tag = tag;
        this.file = file;
        this.lock = lock;
    }

    static ReleaseLease take(Path file, String tag, String publisher) {
        try {
            return new FileLease(tag, file, LockFile.take(file, publisher));
        } catch (LockFile.HeldException e) {
            throw new ReleaseBusyException(tag, "the lock " + file + " is held by " + e.holder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void check() {
        try {
            if (!lock.isHeld()) {
                throw new ReleaseBusyException(tag, "the lock " + file + " was taken away");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lock is not part of the release, so it is held until the release is published. */
    @Override
    public void beforePublication() {
        check();
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
