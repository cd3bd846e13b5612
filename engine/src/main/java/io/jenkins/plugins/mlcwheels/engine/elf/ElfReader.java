package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads structures of one file: every range is checked against its length, and a wrong one names its field. */
public record ElfReader(ByteSource source, ElfFormat format) {

    /** The bytes of a structure in the file's byte order. */
    public ByteBuffer read(String field, long offset, long length) throws IOException {
        check(field, offset, length);
        if (length > Integer.MAX_VALUE - 8) {
            throw new MalformedElfException(field, "is too large: " + Long.toUnsignedString(length) + " bytes");
        }
        return source.read(offset, (int) length).order(format.order());
    }

    /** @throws MalformedElfException unless the range of unsigned numbers lies inside the file */
    public void check(String field, long offset, long length) {
        if (!holds(offset, length)) {
            throw new MalformedElfException(
                    field,
                    "lies outside the file: offset " + Long.toUnsignedString(offset) + ", size "
                            + Long.toUnsignedString(length) + ", file size " + source.length());
        }
    }

    boolean holds(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= source.length() - length;
    }

    /**
     * The bytes of a table of equal entries.
     *
     * @param stride bytes from one entry to the next, as the file says
     * @param least bytes that an entry has in this class
     */
    ByteBuffer readTable(String field, long offset, int count, int stride, int least) throws IOException {
        if (stride < least) {
            throw new MalformedElfException(field, "has entries of " + stride + " bytes, not " + least);
        }
        return read(field, offset, (long) count * stride);
    }
}
