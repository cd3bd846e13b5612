package io.jenkins.plugins.mlcwheels.engine.http;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** The thread was interrupted while it waited for a remote service; what was done so far stays done. */
public final class InterruptedWorkException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** Leaves the thread's mark of interruption set. */
    public InterruptedWorkException(InterruptedException interrupt) {
        super(Kind.CANCELLED, "the work was interrupted", "Run it again to go on where it stopped.", interrupt);
        Thread.currentThread().interrupt();
    }
}
