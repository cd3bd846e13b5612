package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** Publishing was interrupted; what was done so far is kept, and found again by the next attempt. */
public final class PublishCancelledException extends EngineException {

    private static final long serialVersionUID = 1L;

    /**
     * @param tag or what else was at work on
     * @param cause the interruption
     */
    public PublishCancelledException(String tag, Throwable cause) {
        super(
                Kind.CANCELLED,
                "publishing " + tag + " was interrupted",
                "Publish again to go on where it stopped.",
                cause);
    }
}
