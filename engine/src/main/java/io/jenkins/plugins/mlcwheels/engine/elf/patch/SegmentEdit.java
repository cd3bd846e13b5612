package io.jenkins.plugins.mlcwheels.engine.elf.patch;

import io.jenkins.plugins.mlcwheels.engine.elf.Segment;
import java.nio.ByteBuffer;

/** A program header under edit. Fields are those of {@code Elf32_Phdr} and {@code Elf64_Phdr}. */
final class SegmentEdit {

    int type;
    int flags;
    long offset;
    long vaddr;
    long paddr;
    long filesz;
    long memsz;
    long align;

    /** A header that is not in the file yet. */
    SegmentEdit() {}

    SegmentEdit(Segment segment) {
        type = segment.type();
        flags = segment.flags();
        offset = segment.offset();
        vaddr = segment.virtualAddress();
        paddr = segment.physicalAddress();
        filesz = segment.fileSize();
        memsz = segment.memorySize();
        align = segment.alignment();
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
        return type == Segment.PT_LOAD;
    }

    /** Whether a note, a property or the interpreter's name: data that nothing but its own header points at. */
    boolean isFreelyMovable() {
        return type == Segment.PT_NOTE || type == Segment.PT_GNU_PROPERTY || type == Segment.PT_INTERP;
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
