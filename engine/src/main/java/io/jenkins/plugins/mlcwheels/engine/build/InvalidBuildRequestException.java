package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A request that can't be planned: a value that is none of its kind, or two that contradict each other. */
public class InvalidBuildRequestException extends EngineException {

    private static final long serialVersionUID = 1L;

    InvalidBuildRequestException(String message, String suggestion) {
        super(Kind.INPUT, message, suggestion);
    }
}
