package io.jenkins.plugins.mlcwheels.engine.wheel;

import java.util.Objects;

/**
 * Something about a wheel that a person should know.
 *
 * @param code stable kebab-case name of the kind of finding, such as {@code record-hash-mismatch}
 * @param where the entry it is about, or the name of the wheel
 * @param message one sentence without a line break
 */
public record Finding(Severity severity, String code, String where, String message) {

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
}
