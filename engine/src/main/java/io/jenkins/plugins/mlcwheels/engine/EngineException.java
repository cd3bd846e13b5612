package io.jenkins.plugins.mlcwheels.engine;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.Objects;

/**
 * An error that the caller of the engine can do something about. The message is one line that says what is wrong and
 * where; {@link #suggestion()} says what to do. Both are fit to be shown, whatever names from outside they repeat. Subclasses are named for the condition. Bugs are other exceptions.
 */
public class EngineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it is; front ends map it to an exit code or a build result in one place. */
    public enum Kind {
        /** Input or configuration that can't be used: a broken wheel, a tag that is not a SemVer, an unknown flavour. */
        INPUT,
        /** There was nothing to work on. */
        NOTHING_TO_DO,
        /** The wheel holds no native code, so there is no platform to judge. */
        NOT_A_PLATFORM_WHEEL,
        /** Repair could not make a wheel that holds to the platform asked for. */
        REPAIR_FAILED,
        /** A wheel does not hold what was required of it. */
        AUDIT_FAILED,
        /** The build, or what it ran, failed or left no wheel behind. */
        BUILD_FAILED,
        /** The wheel was built but does not work. */
        TEST_FAILED,
        /** A file is not signed as it has to be, or its statements do not say what they have to. */
        VERIFICATION_FAILED,
        /** A release, or a deletion, was refused before anything was changed. */
        PUBLISH_REFUSED,
        /** A remote service failed or did not answer. */
        REMOTE,
        /** The work was cancelled by the caller. */
        CANCELLED
    }

    private static final int LONGEST = 4000;

    private final Kind kind;
    private final String suggestion;

    /**
     * @param message one line: what is wrong, and where
     * @param suggestion one line: what to do about it; empty if there is nothing to say
     */
    public EngineException(Kind kind, String message, String suggestion) {
        this(kind, message, suggestion, null);
    }

    /** @param cause what brought it about, or null */
    public EngineException(Kind kind, String message, String suggestion, Throwable cause) {
        super(message == null ? null : PrintableText.line(message, LONGEST), cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.suggestion = PrintableText.line(suggestion, LONGEST);
    }

    /** What sort of failure it is, by which callers choose an exit code or the fate of a build. */
    public final Kind kind() {
        return kind;
    }

    /** What the reader can do about it, as a sentence; empty if there is nothing to say. */
    public final String suggestion() {
        return suggestion;
    }
}
