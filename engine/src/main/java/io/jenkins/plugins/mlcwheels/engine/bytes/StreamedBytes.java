package io.jenkins.plugins.mlcwheels.engine.bytes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file that comes as a stream, such as an entry of a wheel while it is inflated, read at any offset. The newest 24 MB
 * that were read or asked for are kept, so what lies behind costs nothing if it is near; for what is further behind the
 * file is opened again, a few times at most. Every range is checked before it is read. Not safe for several threads.
 */
public final class StreamedBytes {

    /** Bytes that are read and kept together. */
    private static final int BLOCK = 64 << 10;

    private static final int KEPT = (24 << 20) / BLOCK;
    private static final int MOST_REOPENED = 8;
    private static final int LARGEST = 64 << 20;

    /** Opens the file from its beginning once more. */
    @FunctionalInterface
    public interface Opener {
        /** The caller closes it. */
        InputStream open() throws IOException;
    }

    /** Sees all bytes that pass, from the beginning of the file, once and in order. */
    @FunctionalInterface
    public interface Tap {
        /** Sees nothing. */
        Tap NONE = (bytes, length) -> {};

        /** The next bytes of the file; the array is not to be kept. */
        void accept(byte[] bytes, int length);
    }

    private final String format;
    private final long size;
    private final Opener again;
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(64, 0.75f, true);
    private InputStream in;
    private Tap tap;
    private long next;
    private int reopened;
    private long recent = -1;
    private byte[] recentBlock;

    /**
     * @param format of the file, for messages
     * @param size of the whole file in bytes
     * @param content the file from its beginning; not closed here
     * @param again opens it anew
     * @param tap sees what passes of {@code content}
     */
    public StreamedBytes(String format, long size, InputStream content, Opener again, Tap tap) {
        this.format = format;
        this.size = size;
        this.in = content;
        this.again = again;
        this.tap = tap;
    }

    /** A file that is in memory. */
    public static StreamedBytes of(String format, byte[] file) {
        return new StreamedBytes(
                format, file.length, new ByteArrayInputStream(file), () -> new ByteArrayInputStream(file), Tap.NONE);
    }

    /** Number of bytes of the whole file. */
    public long length() {
        return size;
    }

    /** Whether a range lies inside the file. */
    public boolean holds(long offset, long length) {
        return offset >= 0 && length >= 0 && length <= size && offset <= size - length;
    }

    /**
     * The bytes of a range, from position 0, little-endian.
     *
     * @param field what is read, for the error
     * @throws MalformedFileException if the range is not inside the file, or too long to be read at once
     */
    public ByteBuffer read(String field, long offset, long length) throws IOException {
        check(field, offset, length);
        if (length > LARGEST) {
            throw malformed(field, "takes more than " + LARGEST + " bytes");
        }
        byte[] target = new byte[(int) length];
        int done = 0;
        while (done < target.length) {
            long at = offset + done;
            byte[] block = block(field, at / BLOCK);
            int from = (int) (at % BLOCK);
            int count = Math.min(target.length - done, block.length - from);
            System.arraycopy(block, from, target, done, count);
            done += count;
        }
        return ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The text from an offset up to a zero byte.
     *
     * @param longest bytes at most
     * @throws MalformedFileException if it doesn't end in time, or leaves the file
     */
    public String text(String field, long offset, int longest) throws IOException {
        check(field, offset, 1);
        ByteArrayOutputStream text = new ByteArrayOutputStream(32);
        long at = offset;
        while (text.size() <= longest) {
            if (at >= size) {
                throw malformed(field, "is not ended by a zero byte");
            }
            byte[] block = block(field, at / BLOCK);
            int from = (int) (at % BLOCK);
            int end = from;
            while (end < block.length && block[end] != 0) {
                end++;
            }
            text.write(block, from, end - from);
            if (end < block.length) {
                if (text.size() > longest) {
                    break;
                }
                return text.toString(StandardCharsets.UTF_8);
            }
            at += end - from;
        }
        throw malformed(field, "is longer than " + longest + " bytes");
    }

    /** Lets all that is left of the file pass. */
    public void drain() throws IOException {
        if (size > 0 && next * BLOCK < size) {
            block("file", (size - 1) / BLOCK);
        }
    }

    /** The error that says what is wrong with a field of this file. */
    public MalformedFileException malformed(String field, String problem) {
        return new MalformedFileException(format, field, problem);
    }

    private void check(String field, long offset, long length) {
        if (!holds(offset, length)) {
            throw malformed(field, "lies outside the file");
        }
    }

    private byte[] block(String field, long index) throws IOException {
        if (index == recent) {
            return recentBlock;
        }
        byte[] found = blocks.get(index);
        if (found == null) {
            if (index < next) {
                reopen(field);
            }
            while (next <= index) {
                found = take();
            }
        }
        recent = index;
        recentBlock = found;
        return found;
    }

    private byte[] take() throws IOException {
        long at = next * BLOCK;
        byte[] block = in.readNBytes((int) Math.min(BLOCK, size - at));
        if (block.length < Math.min(BLOCK, size - at)) {
            throw malformed("file", "ends after " + (at + block.length) + " of " + size + " bytes");
        }
        tap.accept(block, block.length);
        blocks.put(next++, block);
        if (blocks.size() > KEPT) {
            Iterator<Long> eldest = blocks.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return block;
    }

    private void reopen(String field) throws IOException {
        if (++reopened > MOST_REOPENED) {
            throw malformed(field, "and its tables are scattered over the file");
        }
        if (tap != Tap.NONE) {
            drain();
            tap = Tap.NONE;
        }
        if (reopened > 1) {
            in.close();
        }
        in = again.open();
        next = 0;
    }
}
