package io.jenkins.plugins.mlcwheels.engine.elf.strip;

/** How much is taken out of an ELF file. The dynamic symbols, which the loader reads, always stay. */
public enum StripLevel {
    /** What debuggers read; the names of functions stay. */
    DEBUG,
    /** The names of functions as well. */
    ALL
}
