package io.jenkins.plugins.mlcwheels.engine.audit;

import java.util.List;

/**
 * One reason why a wheel's platform tag isn't more portable.
 *
 * @param ceiling the most portable platform tag that is possible while the reason stands
 * @param subject what it is about: a symbol version, a library, an instruction set
 * @param library the SONAME of the library concerned; empty if none is
 * @param elfs paths of the first few files that cause it
 * @param elfCount how many files cause it
 * @param symbols the first few symbols that cause it
 * @param message one sentence that says what it is
 * @param remedy one sentence that says what to do about it
 */
public record Pin(
        Kind kind,
        String ceiling,
        String subject,
        String library,
        List<String> elfs,
        int elfCount,
        List<String> symbols,
        String message,
        String remedy) {

    /** What can stand in the way. */
    public enum Kind {
        /** A version of symbols that older systems don't have. */
        SYMBOL_VERSION,
        /** A library that is neither in the wheel nor on every system. */
        EXTERNAL_LIBRARY,
        /** A symbol that a system library keeps to itself. */
        PRIVATE_SYMBOL,
        /** Instructions that not every processor of the architecture has. */
        INSTRUCTION_SET,
        /** Something about Python 2. */
        PYTHON
    }

    public Pin {
        elfs = List.copyOf(elfs);
        symbols = List.copyOf(symbols);
    }
}
