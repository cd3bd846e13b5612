package io.jenkins.plugins.mlcwheels.engine.provenance;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;

/**
 * One thing that was checked. The texts are fit to be shown.
 *
 * @param name of what was checked, such as {@code signature}
 * @param expected what would have passed
 * @param found what was there
 */
public record Check(String name, String expected, String found, boolean passed) {

    private static final int LONGEST = 500;

    public Check {
        name = PrintableText.folded(name, LONGEST);
        expected = PrintableText.folded(expected, LONGEST);
        found = PrintableText.folded(found, LONGEST);
    }

    static Check equal(String name, String expected, String found) {
        return new Check(name, expected, found, expected.equals(found));
    }
}
