package io.jenkins.plugins.mlcwheels.engine.elf;

/**
 * An entry of the dynamic section ({@code Dyn}).
 *
 * @param tag {@code DT_*}
 * @param value a number, an address or an offset into the string table, unsigned
 */
public record DynamicEntry(long tag, long value) {

    public static final long DT_NULL = 0;
    public static final long DT_NEEDED = 1;
    public static final long DT_PLTGOT = 3;
    public static final long DT_HASH = 4;
    public static final long DT_STRTAB = 5;
    public static final long DT_SYMTAB = 6;
    public static final long DT_STRSZ = 10;
    public static final long DT_SYMENT = 11;
    public static final long DT_SONAME = 14;
    public static final long DT_RPATH = 15;
    public static final long DT_RUNPATH = 29;
    public static final long DT_RELR = 36;
    public static final long DT_CONFIG = 0x6FFFFEFAL;
    public static final long DT_DEPAUDIT = 0x6FFFFEFBL;
    public static final long DT_AUDIT = 0x6FFFFEFCL;
    public static final long DT_GNU_HASH = 0x6FFFFEF5L;
    public static final long DT_VERSYM = 0x6FFFFFF0L;
    public static final long DT_FLAGS_1 = 0x6FFFFFFBL;
    public static final long DT_VERDEF = 0x6FFFFFFCL;
    public static final long DT_VERDEFNUM = 0x6FFFFFFDL;
    public static final long DT_VERNEED = 0x6FFFFFFEL;
    public static final long DT_VERNEEDNUM = 0x6FFFFFFFL;
    public static final long DT_AUXILIARY = 0x7FFFFFFDL;
    public static final long DT_FILTER = 0x7FFFFFFFL;

    /** Bit of {@link #DT_FLAGS_1}: a position-independent program. */
    public static final long DF_1_PIE = 0x08000000L;
}
