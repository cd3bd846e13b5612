package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import io.jenkins.plugins.mlcwheels.engine.elf.DebugNames;
import io.jenkins.plugins.mlcwheels.engine.elf.Section;

/** A section header with its place in the table and its name. */
record NamedSection(int index, String name, Section header) {

    static final int SHT_SYMTAB = 2;
    static final int SHT_RELA = 4;
    static final int SHT_REL = 9;
    static final int SHT_SYMTAB_SHNDX = 18;
    static final long SHF_INFO_LINK = 0x40;

    boolean is(int type) {
        return header.type() == type;
    }

    boolean isAllocated() {
        return (header.flags() & Section.SHF_ALLOC) != 0;
    }

    boolean takesFileSpace() {
        return !is(Section.SHT_NULL) && !is(Section.SHT_NOBITS) && header.size() != 0;
    }

    boolean isRelocations() {
        return is(SHT_RELA) || is(SHT_REL);
    }

    boolean isDebug() {
        return DebugNames.matches(name);
    }

    /** Whether {@code sh_info} is the index of a section. */
    boolean pointsBySectionInfo() {
        return isRelocations() || (header.flags() & SHF_INFO_LINK) != 0;
    }

    long end() {
        return header.offset() + header.size();
    }

    long alignment() {
        return Math.max(1, header.alignment());
    }
}
