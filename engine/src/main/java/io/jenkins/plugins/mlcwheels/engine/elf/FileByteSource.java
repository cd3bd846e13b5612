package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** Bytes of an open file. */
record FileByteSource(FileChannel file, long length) implements ByteSource {

    @Override
    public ByteBuffer read(long offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, length());
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException("file shrank while it was read");
            }
        }
        return bytes.flip().asReadOnlyBuffer();
    }
}
