package io.jenkins.plugins.mlcwheels.engine.retention;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A policy or a plan that would delete more than anybody can mean. Nothing was deleted. */
public class RetentionRefusedException extends EngineException {

    private static final long serialVersionUID = 1L;

    public RetentionRefusedException(String message, String suggestion) {
        super(Kind.INPUT, message, suggestion);
    }
}
