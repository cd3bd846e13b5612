package io.jenkins.plugins.mlcwheels.engine.elf;

/** Bytes of a file from an offset on. */
record ByteRange(long offset, long length) {

    long end() {
        return offset + length;
    }
}
