package io.jenkins.plugins.mlcwheels.engine.matrix;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** Configuration of the build matrix that can't be used. */
public final class InvalidMatrixException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** @param message names the place: file and line, variable, or option of the command line */
    public InvalidMatrixException(String message, String suggestion) {
        super(Kind.INPUT, message, suggestion);
    }
}
