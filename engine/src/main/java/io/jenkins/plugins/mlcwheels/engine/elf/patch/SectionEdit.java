package io.jenkins.plugins.mlcwheels.engine.elf.patch;

import io.jenkins.plugins.mlcwheels.engine.elf.Section;
import java.nio.ByteBuffer;

/** A section header under edit. Fields are those of {@code Elf32_Shdr} and {@code Elf64_Shdr}. */
final class SectionEdit {

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

    SectionEdit(Section section) {
        name = section.nameOffset();
        type = section.type();
        flags = section.flags();
        addr = section.address();
        offset = section.offset();
        size = section.size();
        link = section.link();
        info = section.info();
        addralign = section.alignment();
        entsize = section.entrySize();
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
        return (flags & Section.SHF_ALLOC) != 0;
    }

    boolean isWritable() {
        return (flags & Section.SHF_WRITE) != 0;
    }

    boolean isThreadLocal() {
        return (flags & Section.SHF_TLS) != 0;
    }

    boolean takesFileSpace() {
        return type != Section.SHT_NULL && type != Section.SHT_NOBITS && size > 0;
    }

    /** Whether only headers and the dynamic section point at it, so that it may lie anywhere in memory. */
    boolean isFreelyMovable() {
        return isAllocated()
                && (type == Section.SHT_NOTE
                        || type == Section.SHT_HASH
                        || type == Section.SHT_GNU_HASH
                        || type == Section.SHT_DYNSYM
                        || type == Section.SHT_STRTAB);
    }

    long fileEnd() {
        return offset + size;
    }
}
