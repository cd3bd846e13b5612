package io.jenkins.plugins.mlcwheels.engine.platform;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.List;

/**
 * One reason why a wheel's platform tag isn't more portable. All texts are fit to be shown; names have at most 300
 * characters, sentences 1000.
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

    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_SENTENCE = 1000;

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
        /** Something that the dynamic loader of older systems does not know. */
        LOADER,
        /** Something about Python 2. */
        PYTHON,
        /** The oldest version of the system that a file is for. */
        MINIMUM_SYSTEM
    }

    public Pin {
        subject = PrintableText.line(subject, LONGEST_NAME);
        library = PrintableText.line(library, LONGEST_NAME);
        elfs = printable(elfs);
        symbols = printable(symbols);
        message = PrintableText.line(message, LONGEST_SENTENCE);
        remedy = PrintableText.line(remedy, LONGEST_SENTENCE);
    }

    private static List<String> printable(List<String> names) {
        return names.stream()
                .map(name -> PrintableText.line(name, LONGEST_NAME))
                .toList();
    }
}
