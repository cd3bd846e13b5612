package io.jenkins.plugins.mlcwheels.engine.wheel;

import java.util.Comparator;
import java.util.Objects;

/**
 * Something about a wheel that a person should know. The order is total: the gravest first, then by kind, place and text.
 *
 * @param code stable kebab-case name of the kind of finding, such as {@code record-hash-mismatch}
 * @param where the entry it is about, or the name of the wheel
 * @param message one sentence without a line break
 */
public record Finding(Severity severity, String code, String where, String message) implements Comparable<Finding> {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .thenComparing(Finding::code)
            .thenComparing(Finding::where)
            .thenComparing(Finding::message);

    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(message, "message");
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
