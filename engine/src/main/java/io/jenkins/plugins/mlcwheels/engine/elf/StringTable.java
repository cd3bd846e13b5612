package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The dynamic string table: zero-terminated strings, found by their offset.
 *
 * @param offset where the table begins in the file
 * @param size its length in bytes, unsigned
 */
record StringTable(ElfReader reader, long offset, long size) implements Strings {

    private static final int STEP = 256;

    @Override
    public String get(String field, long at, int longest) throws IOException {
        byte[] bytes = new byte[0];
        for (int step = STEP; ; step *= 4) {
            int length = (int) Math.min(step, size - check(field, at));
            bytes = copy(reader.read(field, offset + at, length));
            int end = end(bytes);
            if (end >= 0) {
                return new String(bytes, 0, end, StandardCharsets.UTF_8);
            }
            if (length < step) {
                throw new MalformedElfException(field, "names a string that has no end");
            }
            if (step > longest) {
                throw new MalformedElfException(field, "names a string of more than " + longest + " bytes");
            }
        }
    }

    private long check(String field, long at) {
        if (Long.compareUnsigned(at, size) >= 0) {
            throw new MalformedElfException(
                    field, "names a string at " + Long.toUnsignedString(at) + ", outside the string table");
        }
        return at;
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static int end(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
