package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes that can be read at any offset: an array, an open file, or what was kept of a stream. */
public interface ByteSource {

    /** Number of bytes; offsets run from 0 to here. */
    long length();

    /**
     * The bytes at an offset, as a read-only buffer from position 0 to {@code length} in big-endian order.
     *
     * @throws IndexOutOfBoundsException when the range is not inside {@code 0..length()}; callers check before
     * @throws IOException when the bytes can't be read
     */
    ByteBuffer read(long offset, int length) throws IOException;

    /** The array itself, not a copy. */
    static ByteSource of(byte[] bytes) {
        return new ArrayByteSource(ByteBuffer.wrap(bytes));
    }

    /** A file as long as it is now; the channel stays the caller's to close and its position is not used. */
    static ByteSource of(FileChannel file) throws IOException {
        return new FileByteSource(file, file.size());
    }
}
