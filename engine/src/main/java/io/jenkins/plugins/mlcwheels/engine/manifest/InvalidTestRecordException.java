package io.jenkins.plugins.mlcwheels.engine.manifest;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** The record of a test that can't be used: no JSON, another schema, a field that is missing or of the wrong form. */
public final class InvalidTestRecordException extends EngineException {

    private static final long serialVersionUID = 1L;

    InvalidTestRecordException(String problem, Throwable cause) {
        super(
                Kind.INPUT,
                "the record of a test (" + TestRecord.SUFFIX + ") can't be used: " + problem,
                "Test the wheel again, or delete the record.",
                cause);
    }
}
