package io.jenkins.plugins.mlcwheels.engine.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Class and byte order, on which the shape of every other structure depends. */
public record ElfFormat(boolean is64, boolean bigEndian) {

    /** Bytes of an address, offset or native word. */
    public int wordSize() {
        return is64 ? 8 : 4;
    }

    public int headerSize() {
        return is64 ? 64 : 52;
    }

    public int segmentSize() {
        return is64 ? 56 : 32;
    }

    public int sectionSize() {
        return is64 ? 64 : 40;
    }

    public int symbolSize() {
        return is64 ? 24 : 16;
    }

    public int dynamicEntrySize() {
        return 2 * wordSize();
    }

    public ByteOrder order() {
        return bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** The unsigned native word at a position; from 64-bit files it may come out negative, which means huge. */
    public long word(ByteBuffer bytes, int position) {
        return is64 ? bytes.getLong(position) : bytes.getInt(position) & 0xFFFFFFFFL;
    }

    static int half(ByteBuffer bytes, int position) {
        return bytes.getShort(position) & 0xFFFF;
    }
}
