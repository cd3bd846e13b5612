package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Stands where the bytes of a file were that has been read as a stream. */
record GoneByteSource(long length) implements ByteSource {

    @Override
    public ByteBuffer read(long offset, int length) throws IOException {
        throw new IOException("the file was read as a stream, and its bytes were not kept");
    }
}
