package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A failure after the moment in which a release was, or may have been, published. */
public final class ReleaseUnseenException extends EngineException {

    private static final long serialVersionUID = 1L;

    private ReleaseUnseenException(String message, EngineException cause) {
        super(cause.kind(), message, "Publish again: it compares, and says if all is there.", cause);
    }

    /** @param cause what failed when it was looked at afterwards */
    static ReleaseUnseenException published(String tag, EngineException cause) {
        return new ReleaseUnseenException(
                tag + " is published and complete, but could not be looked at afterwards: " + cause.getMessage(),
                cause);
    }

    /** @param cause what failed when it was to be published */
    static ReleaseUnseenException unknown(String tag, EngineException cause) {
        return new ReleaseUnseenException(
                tag + " is complete, but whether it was published could not be learned: " + cause.getMessage(), cause);
    }
}
