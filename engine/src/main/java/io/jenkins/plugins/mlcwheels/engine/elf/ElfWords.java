package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The bytes of an ELF file that is being changed, read and written in its own class and byte order. Reads outside the
 * file are {@link UnpatchableElfException}s that name what was to be read.
 */
final class ElfWords {

    private static final int COPY_BLOCK = 1 << 16;

    private final FileChannel channel;
    private final boolean is64;
    private final ByteOrder order;

    ElfWords(FileChannel channel) throws IOException {
        this.channel = channel;
        ByteBuffer ident = fill(channel, 0, 16, "ELF header");
        if (ident.getInt(0) != 0x7f454c46) {
            throw new UnpatchableElfException("not an ELF file", "Give a shared library or an executable.");
        }
        is64 = choice(ident.get(4), "EI_CLASS") == 2;
        order = choice(ident.get(5), "EI_DATA") == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    private static int choice(int value, String field) {
        if (value != 1 && value != 2) {
            throw new UnpatchableElfException("ELF header: " + field + " is " + value);
        }
        return value;
    }

    boolean is64() {
        return is64;
    }

    int wordSize() {
        return is64 ? 8 : 4;
    }

    long size() throws IOException {
        return channel.size();
    }

    void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    /** A buffer with the bytes at {@code offset}, in the file's byte order. */
    ByteBuffer read(long offset, long length, String what) throws IOException {
        if (offset < 0 || length < 0 || offset > size() || length > size() - offset || length > Integer.MAX_VALUE - 8) {
            throw new UnpatchableElfException(what + ": " + Long.toUnsignedString(length) + " bytes at "
                    + Long.toUnsignedString(offset) + " lie outside the file");
        }
        return fill(channel, offset, (int) length, what).order(order);
    }

    private static ByteBuffer fill(FileChannel channel, long offset, int length, String what) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new UnpatchableElfException(what + ": the file ends at " + (offset + bytes.position()));
            }
        }
        return bytes.flip();
    }

    /** An empty buffer of the file's byte order. */
    ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(order);
    }

    void write(long offset, ByteBuffer bytes) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        while (rest.hasRemaining()) {
            channel.write(rest, offset + rest.position() - bytes.position());
        }
    }

    /** Copies bytes towards the end of the file; the two ranges may overlap. */
    void copy(long from, long to, long length) throws IOException {
        for (long left = length; left > 0; ) {
            int block = (int) Math.min(COPY_BLOCK, left);
            left -= block;
            write(to + left, read(from + left, block, "bytes to move"));
        }
    }

    void zero(long offset, long length) throws IOException {
        for (long done = 0; done < length; ) {
            int block = (int) Math.min(COPY_BLOCK, length - done);
            write(offset + done, ByteBuffer.allocate(block));
            done += block;
        }
    }

    /** Reads an address-sized field. */
    long word(ByteBuffer bytes, int at) {
        return is64 ? bytes.getLong(at) : Integer.toUnsignedLong(bytes.getInt(at));
    }

    /** Appends an address-sized field. */
    void putWord(ByteBuffer bytes, long value) {
        if (is64) {
            bytes.putLong(value);
        } else {
            bytes.putInt((int) value);
        }
    }
}
