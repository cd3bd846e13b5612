package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A release in several places ended before all of them had it. Says why, and what is where. */
public final class ReleaseStoppedException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** @param state what the other places have, as a clause */
    public ReleaseStoppedException(EngineException cause, String state) {
        super(
                cause.kind(),
                cause.getMessage() + "; " + state,
                (cause.suggestion() + " Then publish again: it goes on where it stopped.").strip(),
                cause);
    }
}
