package io.jenkins.plugins.mlcwheels.engine.elf;

import java.nio.ByteBuffer;

/** A section header under edit. Fields are those of {@code Elf32_Shdr} and {@code Elf64_Shdr}. */
final class SectionHeader {

    static final int SHT_NULL = 0;
    static final int SHT_PROGBITS = 1;
    static final int SHT_STRTAB = 3;
    static final int SHT_HASH = 5;
    static final int SHT_DYNAMIC = 6;
    static final int SHT_NOTE = 7;
    static final int SHT_NOBITS = 8;
    static final int SHT_DYNSYM = 11;
    static final int SHT_GNU_HASH = 0x6ffffff6;
    static final long SHF_WRITE = 1;
    static final long SHF_ALLOC = 2;
    static final long SHF_TLS = 0x400;

    int name;
    int type;
    long flags;
    long addr;
    long offset;
    long size;
    int link;
    int info;
    long addralign;
    long entsize;

    static int size(ElfWords words) {
        return words.is64() ? 64 : 40;
    }

    static SectionHeader read(ElfWords words, ByteBuffer table, int at) {
        SectionHeader header = new SectionHeader();
        int word = words.wordSize();
        header.name = table.getInt(at);
        header.type = table.getInt(at + 4);
        header.flags = words.word(table, at + 8);
        header.addr = words.word(table, at + 8 + word);
        header.offset = words.word(table, at + 8 + 2 * word);
        header.size = words.word(table, at + 8 + 3 * word);
        header.link = table.getInt(at + 8 + 4 * word);
        header.info = table.getInt(at + 12 + 4 * word);
        header.addralign = words.word(table, at + 16 + 4 * word);
        header.entsize = words.word(table, at + 16 + 5 * word);
        return header;
    }

    void write(ElfWords words, ByteBuffer table) {
        table.putInt(name);
        table.putInt(type);
        for (long field : new long[] {flags, addr, offset, size}) {
            words.putWord(table, field);
        }
        table.putInt(link);
        table.putInt(info);
        words.putWord(table, addralign);
        words.putWord(table, entsize);
    }

    boolean isAllocated() {
        return (flags & SHF_ALLOC) != 0;
    }

    boolean isWritable() {
        return (flags & SHF_WRITE) != 0;
    }

    boolean isThreadLocal() {
        return (flags & SHF_TLS) != 0;
    }

    boolean takesFileSpace() {
        return type != SHT_NULL && type != SHT_NOBITS && size > 0;
    }

    /** Whether only headers and the dynamic section point at it, so that it may lie anywhere in memory. */
    boolean isFreelyMovable() {
        return isAllocated()
                && (type == SHT_NOTE
                        || type == SHT_HASH
                        || type == SHT_GNU_HASH
                        || type == SHT_DYNSYM
                        || type == SHT_STRTAB);
    }

    long fileEnd() {
        return offset + size;
    }
}
