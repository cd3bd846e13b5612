package io.jenkins.plugins.mlcwheels.engine.test;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A wheel does not work, or can't be tested here; the message names the first check that failed, and why. */
public class TestFailedException extends EngineException {

    private static final long serialVersionUID = 1L;

    TestFailedException(Kind kind, String message, String suggestion) {
        super(kind, message, suggestion);
    }
}
