package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** A lease that is a lock on a file, which the system gives back when the process ends in whatever way. */
final class FileLease implements ReleaseLease {

    private static final AtomicLong COUNT = new AtomicLong();

    private final Path file;
    private final FileChannel channel;

    private FileLease(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static ReleaseLease take(Path file, String tag, String publisher) {
        try {
            for (int attempt = 0; attempt < 100; attempt++) {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                boolean taken = false;
                try {
                    if (!lock(channel)) {
                        throw new ReleaseBusyException(tag, "the lock " + file + " is held");
                    }
                    taken = isStill(file, channel, publisher);
                } finally {
                    if (!taken) {
                        channel.close();
                    }
                }
                if (taken) {
                    return new FileLease(file, channel);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(FileFailure.of(file, e));
        }
        throw new ReleaseBusyException(tag, "the lock " + file + " changes hands all the time");
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Whether the path still leads to the locked file, and not to one made after its last holder deleted it. */
    private static boolean isStill(Path file, FileChannel channel, String publisher) throws IOException {
        String holder = publisher + " " + ProcessHandle.current().pid() + " " + COUNT.incrementAndGet() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
        try {
            return Files.readString(file).equals(holder);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void check() {
        if (!channel.isOpen()) {
            throw new IllegalStateException("closed: " + file);
        }
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
