package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A directory that no wheel can be built of as it is. */
public class InvalidSourceTreeException extends EngineException {

    private static final long serialVersionUID = 1L;

    InvalidSourceTreeException(String message, String suggestion) {
        super(Kind.INPUT, message, suggestion);
    }
}
