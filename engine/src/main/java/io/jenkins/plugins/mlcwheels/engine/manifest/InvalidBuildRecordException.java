package io.jenkins.plugins.mlcwheels.engine.manifest;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A record of a build that can't be used: no JSON, another schema, a field that is missing or of the wrong form. */
public final class InvalidBuildRecordException extends EngineException {

    private static final long serialVersionUID = 1L;

    InvalidBuildRecordException(String problem, Throwable cause) {
        super(
                Kind.INPUT,
                "the record of a build: " + problem,
                "Build again with this version to write it again.",
                cause);
    }
}
