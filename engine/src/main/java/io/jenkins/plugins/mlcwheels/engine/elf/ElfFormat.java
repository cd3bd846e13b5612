package io.jenkins.plugins.mlcwheels.engine.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Class and byte order, on which the shape of every other structure depends. */
public record ElfFormat(boolean is64, boolean bigEndian) {

    /** Bytes of an address, offset or native word. */
    public int wordSize() {
        return is64 ? 8 : 4;
    }

    /** Bytes of the file header (Elf32_Ehdr, Elf64_Ehdr). */
    public int headerSize() {
        return is64 ? 64 : 52;
    }

    /** Bytes of a program header (Elf32_Phdr, Elf64_Phdr). */
    public int segmentSize() {
        return is64 ? 56 : 32;
    }

    /** Bytes of a section header (Elf32_Shdr, Elf64_Shdr). */
    public int sectionSize() {
        return is64 ? 64 : 40;
    }

    /** Bytes of a symbol (Elf32_Sym, Elf64_Sym). */
    public int symbolSize() {
        return is64 ? 24 : 16;
    }

    /** Bytes of an entry of the dynamic section (Elf32_Dyn, Elf64_Dyn). */
    public int dynamicEntrySize() {
        return 2 * wordSize();
    }

    /** The byte order to read the file in. */
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
