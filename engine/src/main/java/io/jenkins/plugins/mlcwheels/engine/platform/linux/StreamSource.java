package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.elf.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** An ELF file that comes as a stream. */
record StreamSource(StreamedBytes bytes) implements ByteSource {

    @Override
    public long length() {
        return bytes.length();
    }

    @Override
    public ByteBuffer read(long offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length());
        return bytes.read("table", offset, length).asReadOnlyBuffer().order(ByteOrder.BIG_ENDIAN);
    }
}
