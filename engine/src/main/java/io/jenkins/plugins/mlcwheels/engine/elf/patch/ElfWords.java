package io.jenkins.plugins.mlcwheels.engine.elf.patch;

import io.jenkins.plugins.mlcwheels.engine.elf.ByteSource;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfFormat;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfHeader;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The bytes of an ELF file that is being changed, read and written in its own class and byte order. Reads outside the
 * file are {@link UnpatchableElfException}s that name what was to be read.
 */
final class ElfWords {

    private static final int COPY_BLOCK = 1 << 16;

    private final FileChannel channel;
    private final ElfHeader header;
    private final ElfFormat format;

    /** @throws io.jenkins.plugins.mlcwheels.engine.EngineException if it is not an ELF file */
    ElfWords(FileChannel channel) throws IOException {
        this.channel = channel;
        header = ElfHeader.read(ByteSource.of(channel));
        format = header.format();
    }

    /** The file header as the file had it. */
    ElfHeader header() {
        return header;
    }

    /** A reader of the file as long as it is now. */
    ElfReader reader() throws IOException {
        return new ElfReader(ByteSource.of(channel), format);
    }

    boolean is64() {
        return format.is64();
    }

    int wordSize() {
        return format.wordSize();
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
        return fill(channel, offset, (int) length, what).order(format.order());
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
        return ByteBuffer.allocate(length).order(format.order());
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
        return format.word(bytes, at);
    }

    /** Appends an address-sized field. */
    void putWord(ByteBuffer bytes, long value) {
        if (format.is64()) {
            bytes.putLong(value);
        } else {
            bytes.putInt((int) value);
        }
    }
}
