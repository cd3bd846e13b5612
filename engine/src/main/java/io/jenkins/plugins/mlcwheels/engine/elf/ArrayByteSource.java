package io.jenkins.plugins.mlcwheels.engine.elf;

import java.nio.ByteBuffer;
import java.util.Objects;

/** Bytes in memory. */
record ArrayByteSource(ByteBuffer bytes) implements ByteSource {

    ArrayByteSource {
        bytes = bytes.asReadOnlyBuffer();
    }

    @Override
    public long length() {
        return bytes.capacity();
    }

    @Override
    public ByteBuffer read(long offset, int length) {
        Objects.checkFromIndexSize(offset, length, length());
        return bytes.slice((int) offset, length);
    }
}
