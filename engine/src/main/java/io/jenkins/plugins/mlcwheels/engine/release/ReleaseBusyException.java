package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** Another publisher is at work on the same release, or was faster. */
public class ReleaseBusyException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** For what was not done by somebody else. */
    ReleaseBusyException(String message, Kind kind, String suggestion) {
        super(kind, message, suggestion);
    }

    /** @param what tells that somebody else is at work, as a clause */
    public ReleaseBusyException(String tag, String what) {
        super(
                Kind.PUBLISH_REFUSED,
                tag + " is published by someone else: " + what,
                "Let it finish; then publish again to see that all is there.");
    }
}
