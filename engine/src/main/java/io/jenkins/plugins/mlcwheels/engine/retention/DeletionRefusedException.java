package io.jenkins.plugins.mlcwheels.engine.retention;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** The owner of an item refuses to delete just this one, and will the next time. */
public final class DeletionRefusedException extends EngineException implements ItemFailure {

    private static final long serialVersionUID = 1L;

    /** @param message what was refused and why */
    public DeletionRefusedException(String message, String suggestion) {
        super(Kind.PUBLISH_REFUSED, message, suggestion);
    }
}
