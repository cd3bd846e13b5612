package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A wheel that can't be made to hold what its platform tag would promise. The message says what stands against it. */
public final class RepairFailedException extends EngineException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what stands against it, and where
     * @param suggestion what to do about it, as a sentence
     */
    public RepairFailedException(String message, String suggestion) {
        super(Kind.REPAIR_FAILED, message, suggestion);
    }
}
