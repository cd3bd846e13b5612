package io.jenkins.plugins.mlcwheels.engine.elf;

/** What kind of ELF file it is ({@code e_type}). */
public enum ElfType {
    NONE,
    /** An object file for the linker: it has sections, but no segments. */
    RELOCATABLE,
    /** A program at a fixed address. */
    EXECUTABLE,
    /** A shared library, or a position-independent program. */
    SHARED,
    CORE,
    /** Reserved for systems and processors. */
    OTHER;

    static ElfType of(int code) {
        return code < OTHER.ordinal() ? values()[code] : OTHER;
    }
}
