package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;

/** Bytes of a stream were needed that had gone by. */
final class MissingBytesException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long offset;
    private final int length;

    MissingBytesException(long offset, int length) {
        super("not kept: " + length + " bytes at " + offset);
        this.offset = offset;
        this.length = length;
    }

    ByteRange range() {
        return new ByteRange(offset, length);
    }
}
