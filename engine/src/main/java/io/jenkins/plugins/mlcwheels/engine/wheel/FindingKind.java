package io.jenkins.plugins.mlcwheels.engine.wheel;

/** A kind of {@link Finding}: what its code stands for, how grave it is, and what to do about it. */
public interface FindingKind {

    /** Stable, in kebab case, such as {@code record-hash-mismatch}. */
    String code();

    /** Whether it makes a wheel one not to be used, or is only worth a look. */
    Severity severity();

    /** What was found, as a noun phrase. */
    String meaning();

    /** What to do about it, as a sentence; empty if the message says that, or there is no general advice. */
    String remedy();

    /** A finding of this kind. */
    default Finding at(String where, String message) {
        return new Finding(severity(), code(), where, message);
    }

    /** A finding of this kind that is more or less grave than others. */
    default Finding at(Severity other, String where, String message) {
        return new Finding(other, code(), where, message);
    }
}
