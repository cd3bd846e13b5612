package io.jenkins.plugins.mlcwheels.engine.reproducible;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;

/**
 * One place where two wheels differ.
 *
 * @param file entry of the wheel; the wheel's own name if it is about the archive
 * @param place in it: an ELF section, a line; empty if it is about the whole file
 * @param cause why
 * @param evidence what shows it: what stands in the one and in the other wheel
 */
public record Difference(String file, String place, Cause cause, String evidence) {

    private static final int LONGEST = 300;

    public Difference {
        file = PrintableText.line(file, LONGEST);
        place = PrintableText.line(place, LONGEST);
        evidence = PrintableText.line(evidence, LONGEST);
    }

    @Override
    public String toString() {
        return file + (place.isEmpty() ? "" : ", " + place) + ": " + cause.words()
                + (evidence.isEmpty() ? "" : " (" + evidence + ")");
    }
}
