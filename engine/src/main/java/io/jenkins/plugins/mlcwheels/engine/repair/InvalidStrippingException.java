package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** Options that say what is to be stripped can't be used. */
public final class InvalidStrippingException extends EngineException {

    private static final long serialVersionUID = 1L;

    InvalidStrippingException(String message, String suggestion) {
        super(Kind.INPUT, message, suggestion);
    }
}
