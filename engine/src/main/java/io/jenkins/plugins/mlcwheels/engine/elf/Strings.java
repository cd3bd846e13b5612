package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;

/** Looks up strings of the dynamic string table. */
interface Strings {

    /** Names of libraries and versions; twice what any file system takes. */
    int LONGEST_NAME = 512;

    /** A list of directories; one that is built from a deep store may have hundreds. */
    int LONGEST_PATH = 1 << 17;

    /** Mangled names of real C++ symbols stay under 100 kB. */
    int LONGEST_SYMBOL = 1 << 20;

    /** Where the table begins in the file. */
    long offset();

    /** Bytes of the table. */
    long size();

    /**
     * @param field what names the string, for the error
     * @param at offset in the table, unsigned
     * @param longest bytes from which on the string is refused; up to four times as many may pass
     * @throws MalformedElfException when the string begins outside the table, has no end or is too long
     */
    String get(String field, long at, int longest) throws IOException;
}
