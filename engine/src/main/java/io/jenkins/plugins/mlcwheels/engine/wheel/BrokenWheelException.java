package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A file that can't be read as a wheel at all. Lesser defects are {@link Finding}s. */
public final class BrokenWheelException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** @param reason a clause that follows the name */
    public BrokenWheelException(String wheel, String reason) {
        this(wheel, reason, null);
    }

    /** @param cause what brought it about, or null */
    public BrokenWheelException(String wheel, String reason, Throwable cause) {
        super(Kind.INPUT, wheel + ": " + reason, "Build or download the wheel again.", cause);
    }
}
