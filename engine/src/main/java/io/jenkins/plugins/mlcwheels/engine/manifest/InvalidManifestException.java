package io.jenkins.plugins.mlcwheels.engine.manifest;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A build manifest that can't be used: no JSON, another schema, a field that is missing or of the wrong form. */
public final class InvalidManifestException extends EngineException {

    private static final long serialVersionUID = 1L;

    InvalidManifestException(String problem, Throwable cause) {
        super(
                Kind.INPUT,
                BuildManifest.FILE_NAME + ": " + problem,
                "Publish with this version to write it again.",
                cause);
    }
}
