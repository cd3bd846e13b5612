package io.jenkins.plugins.mlcwheels.engine.finding;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.Comparator;
import java.util.Objects;

/**
 * Something about a wheel that a person should know. The order is total: the gravest first, then by kind, place and text.
 *
 * @param code stable kebab-case name of the kind of finding, such as {@code record-hash-mismatch}
 * @param where the entry it is about, or the name of the wheel; fit to be shown, and at most 600 characters
 * @param message one sentence without a line break; fit to be shown, and at most 600 characters
 */
public record Finding(Severity severity, String code, String where, String message) implements Comparable<Finding> {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .thenComparing(Finding::code)
            .thenComparing(Finding::where)
            .thenComparing(Finding::message);

    private static final int LONGEST = 600;

    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(code, "code");
        where = PrintableText.line(where, LONGEST);
        message = PrintableText.line(message, LONGEST);
    }

    /** Whether it makes the wheel one not to be used. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
