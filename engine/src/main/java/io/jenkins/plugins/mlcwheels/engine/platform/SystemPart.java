package io.jenkins.plugins.mlcwheels.engine.platform;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.List;

/**
 * What a wheel has for one system. All texts are fit to be shown.
 *
 * @param name of the system, such as {@code Windows}
 * @param tag the platform tag that these files comply with
 * @param architectures of the files, in the words of platform tags
 * @param files how many
 * @param minimum the oldest system that the files run on and why, as a sentence; empty if nothing tells
 * @param libraries what the files need, and who brings it; empty for Linux, whose policies say that
 */
public record SystemPart(
        String name, String tag, List<String> architectures, int files, String minimum, List<LibrarySource> libraries) {

    private static final int MOST = 300;
    private static final int LONGEST = 1000;

    public SystemPart {
        name = ReportTexts.name(name);
        tag = ReportTexts.name(tag);
        architectures = ReportTexts.names(architectures, MOST);
        minimum = PrintableText.line(minimum, LONGEST);
        libraries = ReportTexts.first(libraries, MOST);
    }

    /**
     * A library that files need, and who brings it.
     *
     * @param name as the files need it
     * @param bringer who brings it
     * @param from what exactly: a path in the wheel, the name of a sibling, the system from which version on
     * @param needers how many files need it
     */
    public record LibrarySource(String name, Bringer bringer, String from, int needers) {
        public LibrarySource {
            name = ReportTexts.name(name);
            from = ReportTexts.name(from);
        }
    }

    /** Who brings a library. */
    public enum Bringer {
        /** The wheel has it where the loader looks. */
        WHEEL,
        /** Another wheel that is installed beside it. */
        SIBLING,
        /** The Python that loads the wheel. */
        PYTHON,
        /** The operating system. */
        SYSTEM,
        /** A runtime that users install by themselves, such as the Visual C++ Redistributable. */
        RUNTIME,
        /** It was said to be there. */
        EXCLUDED,
        /** Nobody. */
        NOBODY
    }
}
