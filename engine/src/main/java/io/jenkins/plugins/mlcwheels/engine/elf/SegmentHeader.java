package io.jenkins.plugins.mlcwheels.engine.elf;

import java.nio.ByteBuffer;

/** A program header under edit. Fields are those of {@code Elf32_Phdr} and {@code Elf64_Phdr}. */
final class SegmentHeader {

    static final int PT_NULL = 0;
    static final int PT_LOAD = 1;
    static final int PT_DYNAMIC = 2;
    static final int PT_INTERP = 3;
    static final int PT_NOTE = 4;
    static final int PT_PHDR = 6;
    static final int PT_GNU_PROPERTY = 0x6474e553;
    static final int PT_GNU_STACK = 0x6474e551;
    static final int PF_X = 1;
    static final int PF_W = 2;
    static final int PF_R = 4;

    int type;
    int flags;
    long offset;
    long vaddr;
    long paddr;
    long filesz;
    long memsz;
    long align;

    static int size(ElfWords words) {
        return words.is64() ? 56 : 32;
    }

    static SegmentHeader read(ElfWords words, ByteBuffer table, int at) {
        SegmentHeader header = new SegmentHeader();
        int word = words.wordSize();
        header.type = table.getInt(at);
        header.flags = table.getInt(at + (words.is64() ? 4 : 24));
        int rest = at + (words.is64() ? 8 : 4);
        header.offset = words.word(table, rest);
        header.vaddr = words.word(table, rest + word);
        header.paddr = words.word(table, rest + 2 * word);
        header.filesz = words.word(table, rest + 3 * word);
        header.memsz = words.word(table, rest + 4 * word);
        header.align = words.word(table, at + size(words) - word);
        return header;
    }

    void write(ElfWords words, ByteBuffer table) {
        table.putInt(type);
        if (words.is64()) {
            table.putInt(flags);
        }
        for (long field : new long[] {offset, vaddr, paddr, filesz, memsz}) {
            words.putWord(table, field);
        }
        if (!words.is64()) {
            table.putInt(flags);
        }
        words.putWord(table, align);
    }

    boolean isLoad() {
        return type == PT_LOAD;
    }

    /** Whether a note, a property or the interpreter's name: data that nothing but its own header points at. */
    boolean isFreelyMovable() {
        return type == PT_NOTE || type == PT_GNU_PROPERTY || type == PT_INTERP;
    }

    long fileEnd() {
        return offset + filesz;
    }

    long memoryEnd() {
        return vaddr + memsz;
    }

    boolean holdsAddress(long address) {
        return Long.compareUnsigned(address, vaddr) >= 0 && Long.compareUnsigned(address - vaddr, filesz) < 0;
    }
}
