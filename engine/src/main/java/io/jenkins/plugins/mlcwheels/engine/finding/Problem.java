package io.jenkins.plugins.mlcwheels.engine.finding;

import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;

/** A kind of finding; each check lists its own in an enumeration. */
public interface Problem {

    /** Name of the constant, such as {@code RECORD_HASH_MISMATCH}. */
    String name();

    /** Whether it makes a file one not to be used, or is only worth a look. */
    Severity severity();

    /** What was found, as a noun phrase. */
    String meaning();

    /** What to do about it, as a sentence; empty if its message says that, or there is no general advice. */
    String remedy();

    /** Kebab-case, such as {@code record-hash-mismatch}; it is what {@link Finding#code()} has. */
    default String code() {
        return KebabCase.of(name());
    }

    /** @see Finding */
    default Finding at(String where, String message) {
        return at(severity(), where, message);
    }

    /** The same of another severity, where the case is graver or lighter than the kind as such. */
    default Finding at(Severity other, String where, String message) {
        return new Finding(other, code(), where, message);
    }
}
