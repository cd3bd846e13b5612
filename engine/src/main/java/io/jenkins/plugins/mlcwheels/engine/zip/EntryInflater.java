package io.jenkins.plugins.mlcwheels.engine.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads entries one after the other, with buffers that are used again. Checks length and CRC at the end of each. For
 * one thread at a time.
 */
final class EntryInflater implements AutoCloseable {

    private static final int INPUT = 64 << 10;

    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT);
    private final CRC32 crc = new CRC32();
    private Inflater inflater;
    private FileChannel channel;
    private ArchiveEntry entry;
    private long position;
    private long end;
    private long produced;
    private boolean finished;

    /** @throws BrokenEntryException if the entry can't be read at all */
    void start(FileChannel from, ArchiveEntry what) throws IOException {
        if (!what.isReadable()) {
            throw new BrokenEntryException(ZipProblem.BROKEN_ENTRY, "can't be read");
        }
        channel = from;
        entry = what;
        position = what.dataOffset();
        end = position + what.compressedSize();
        produced = 0;
        finished = false;
        crc.reset();
        input.clear().limit(0);
        if (what.method() == ArchiveEntry.DEFLATED) {
            if (inflater == null) {
                inflater = new Inflater(true);
            } else {
                inflater.reset();
            }
        }
    }

    /**
     * Like {@link java.io.InputStream#read(byte[], int, int)}, but fills as much of the range as the entry has.
     *
     * @throws BrokenEntryException if the content is broken, or at its end, if it isn't what the headers say
     */
    int read(byte[] target, int offset, int length) throws IOException {
        if (finished) {
            return -1;
        }
        int count = entry.method() == ArchiveEntry.DEFLATED
                ? inflate(target, offset, length)
                : copy(target, offset, length);
        crc.update(target, offset, count);
        produced += count;
        if (produced > entry.size()) {
            throw new BrokenEntryException(
                    ZipProblem.SIZE_MISMATCH, "has more than the " + entry.size() + " bytes it declares");
        }
        if (count < length || finished) {
            finish();
        }
        return count == 0 ? -1 : count;
    }

    private void finish() throws BrokenEntryException {
        finished = true;
        if (produced != entry.size()) {
            throw new BrokenEntryException(
                    ZipProblem.SIZE_MISMATCH, "has " + produced + " bytes, not the " + entry.size() + " it declares");
        }
        if ((int) crc.getValue() != entry.crc()) {
            throw new BrokenEntryException(
                    ZipProblem.CRC_MISMATCH, "has another CRC than it declares: its content was changed");
        }
    }

    private int copy(byte[] target, int offset, int length) throws IOException {
        int count = (int) Math.min(length, end - position);
        ByteBuffer range = ByteBuffer.wrap(target, offset, count);
        while (range.hasRemaining()) {
            int n = channel.read(range, position);
            if (n < 0) {
                throw cutOff();
            }
            position += n;
        }
        return count;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        int done = 0;
        try {
            while (done < length) {
                int n = inflater.inflate(target, offset + done, length - done);
                done += n;
                if (inflater.finished()) {
                    finished = true;
                    if (position - input.remaining() < end && (position < end || input.hasRemaining())) {
                        throw new BrokenEntryException(
                                ZipProblem.BROKEN_ENTRY, "has bytes after the end of its compressed content");
                    }
                    return done;
                }
                if (n == 0) {
                    if (inflater.needsDictionary() || !refill()) {
                        throw cutOff();
                    }
                }
            }
            return done;
        } catch (DataFormatException e) {
            throw new BrokenEntryException(
                    ZipProblem.BROKEN_ENTRY, "can't be inflated: " + (e.getMessage() == null ? "" : e.getMessage()));
        }
    }

    private boolean refill() throws IOException {
        if (position >= end) {
            return false;
        }
        input.clear().limit((int) Math.min(INPUT, end - position));
        int n = channel.read(input, position);
        if (n <= 0) {
            return false;
        }
        position += n;
        input.flip();
        inflater.setInput(input);
        return true;
    }

    private static BrokenEntryException cutOff() {
        return new BrokenEntryException(ZipProblem.BROKEN_ENTRY, "is cut off");
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }
}
