package io.jenkins.plugins.mlcwheels.engine.provenance;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A bundle, or the statement in it, that can't be read: no JSON, another format, too large, a field of another form. */
public final class InvalidBundleException extends EngineException {

    private static final long serialVersionUID = 1L;

    InvalidBundleException(String problem) {
        super(Kind.INPUT, "the bundle " + problem, "Get the file again; a bundle of version 0.3 is expected.");
    }

    private InvalidBundleException(String where, InvalidBundleException cause) {
        super(cause.kind(), where + ": " + cause.getMessage(), cause.suggestion(), cause);
    }

    /** The same with the name of the file. */
    public InvalidBundleException in(String file) {
        return new InvalidBundleException(file, this);
    }
}
