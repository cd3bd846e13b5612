package io.jenkins.plugins.mlcwheels.engine.http;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A remote service did not do what was asked of it. Subclasses are named for the reason; none ever holds the token. */
public class RemoteException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** See {@link EngineException}. */
    public RemoteException(String message, String suggestion) {
        super(Kind.REMOTE, message, suggestion);
    }

    /** @param cause without a secret in its text */
    public RemoteException(String message, String suggestion, Throwable cause) {
        super(Kind.REMOTE, message, suggestion, cause);
    }
}
