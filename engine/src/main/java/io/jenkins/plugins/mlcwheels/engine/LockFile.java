package io.jenkins.plugins.mlcwheels.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * A file that one holder at a time has locked, among all processes and all threads of this one. The system gives the
 * lock back when the process ends in whatever way; the file is there only while the lock is held, or after its holder
 * was killed. Its first line names the holder.
 *
 * <p>On POSIX systems a lock belongs to the process, and closing any descriptor of the file drops it. So this process
 * opens a lock file only after it has entered the place in a table, and never a second time: all that is asked of a
 * held file is its size. The table is the system's properties, since an agent of Jenkins may load this class twice. A
 * place is a directory's identity and a file name, so that a symbolic link leads to the same one.
 *
 * <p>The file gets random sizes, by which its holder knows it again: a file of that name may also be a new one, made
 * after the last holder deleted the one that was opened.
 */
public final class LockFile implements AutoCloseable {

    private static final String TABLE = LockFile.class.getName() + " ";

    /** Beyond the content, which stays readable where locks are mandatory. */
    private static final long LOCKED_BYTE = 1L << 30;

    private static final int LONGEST_NAME = 512;
    private static final int SIZES = 1 << 20;
    private static final int ATTEMPTS = 100;
    private static final int LOOKS = 20;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    /** Locks a file, or tells that somebody else has; a seam for file systems that can't. */
    interface Locking {
        boolean tryLock(FileChannel channel) throws IOException;
    }

    /** The file is locked by somebody else. */
    public static final class HeldException extends Exception {

        private static final long serialVersionUID = 1L;

        private HeldException(String holder) {
            super(holder);
        }

        /** Who holds it, with its process and since when, as far as that is known. */
        public String holder() {
            return getMessage();
        }
    }

    private final Path file;
    private final String place;
    private final FileChannel channel;
    private final long size;

    private LockFile(Path file, String place, FileChannel channel, long size) {
        this.file = file;
        this.place = place;
        this.channel = channel;
        this.size = size;
    }

    /**
     * Takes the lock, without waiting.
     *
     * @param file in a directory that exists
     * @param holder who takes it, for people; one line
     * @throws HeldException if somebody else has it
     * @throws LocksMissingException if the file system has no locks
     */
    public static LockFile take(Path file, String holder) throws IOException, HeldException {
        return take(file, holder, LockFile::tryLock);
    }

    static LockFile take(Path file, String holder, Locking locking) throws IOException, HeldException {
        String name = holder + " (process " + ProcessHandle.current().pid() + " on " + host() + ")";
        String place = place(file);
        String before = (String) System.getProperties().putIfAbsent(place, name);
        if (before != null) {
            throw new HeldException(before + since(file));
        }
        LockFile taken = null;
        try {
            for (int attempt = 0; taken == null && attempt < ATTEMPTS; attempt++) {
                taken = open(file, place, name, locking);
            }
        } catch (IOException e) {
            throw FileFailure.of(file, e);
        } finally {
            if (taken == null) {
                System.getProperties().remove(place);
            }
        }
        if (taken == null) {
            throw new HeldException("others that keep taking it");
        }
        return taken;
    }

    private static String place(Path file) throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a lock file lies in a directory");
        Object key = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        return TABLE + (key == null ? directory.toRealPath() : key) + "/" + file.getFileName();
    }

    /** Null if what was opened is no longer what the path leads to. */
    private static LockFile open(Path file, String place, String name, Locking locking)
            throws IOException, HeldException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        LockFile taken = null;
        try {
            if (!isLocked(file, channel, locking)) {
                throw new HeldException(holder(channel) + since(file));
            }
            long size = mark(file, channel, name);
            taken = size < 0 ? null : new LockFile(file, place, channel, size);
            return taken;
        } finally {
            if (taken == null) {
                channel.close();
            }
        }
    }

    private static boolean isLocked(Path file, FileChannel channel, Locking locking) throws IOException {
        try {
            return locking.tryLock(channel);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new LocksMissingException(file, e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Gives the locked file two sizes and sees whether the path has them too; returns the last one, or -1. */
    private static long mark(Path file, FileChannel channel, String name) throws IOException {
        byte[] line = (name + "\n").getBytes(StandardCharsets.UTF_8);
        long size = -1;
        for (int i = 0; i < 2; i++) {
            size = line.length + 1 + Math.floorMod(UniqueName.next().hashCode(), SIZES);
            channel.write(ByteBuffer.wrap(line), 0);
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}), size - 1);
            channel.truncate(size);
            if (!hasSize(file, size)) {
                return -1;
            }
        }
        return size;
    }

    private static boolean hasSize(Path file, long size) throws IOException {
        try {
            return Files.size(file) == size;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** A holder writes its name right after it has the lock. */
    private static String holder(FileChannel channel) throws IOException {
        String line = "";
        for (int look = 0; line.isEmpty() && look < LOOKS; look++) {
            if (look > 0) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
            ByteBuffer start = ByteBuffer.allocate(LONGEST_NAME);
            channel.read(start, 0);
            line = new String(start.array(), 0, start.position(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
        return line.isEmpty() ? "another process" : line.replaceAll("\\p{Cntrl}", "?");
    }

    /** By the time of the file, which is that of the file system's clock. */
    private static String since(Path file) {
        try {
            return ", since " + Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
        } catch (IOException e) {
            return "";
        }
    }

    /** Asked of the kernel where it tells, since a name service may take long. */
    private static String host() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException unknown) {
                return "this host";
            }
        }
    }

    /**
     * Whether this holder still has it: nobody deleted the file, and nobody else has written to it, which happens only
     * where locks exclude nobody.
     */
    public boolean isHeld() throws IOException {
        return channel.isOpen() && hasSize(file, size);
    }

    /** Gives it back and deletes the file; harmless when that is done already. */
    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            if (hasSize(file, size)) {
                Files.deleteIfExists(file);
            }
        } finally {
            System.getProperties().remove(place);
        }
    }
}
