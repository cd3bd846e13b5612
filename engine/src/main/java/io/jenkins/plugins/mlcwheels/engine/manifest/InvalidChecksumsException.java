package io.jenkins.plugins.mlcwheels.engine.manifest;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A {@code SHA256SUMS} file that can't be used. */
public final class InvalidChecksumsException extends EngineException {

    private static final long serialVersionUID = 1L;

    InvalidChecksumsException(String problem) {
        super(Kind.INPUT, Checksums.FILE_NAME + ": " + problem, "Write it with sha256sum, or publish again.");
    }
}
