package io.jenkins.plugins.mlcwheels.engine.version;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A text that is not a version of PEP 440, or no output of {@code git describe} that a version can be made of. */
public class InvalidVersionException extends EngineException {

    private static final long serialVersionUID = 1L;

    InvalidVersionException(String message, String suggestion) {
        super(Kind.INPUT, message, suggestion);
    }
}
