package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A release, or an asset of it, that was there a moment ago is no more. */
public final class ReleaseGoneException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** @param what is gone, for people */
    public ReleaseGoneException(String what) {
        super(Kind.REMOTE, what + " is gone: somebody deleted it meanwhile", "Publish again to start afresh.");
    }
}
