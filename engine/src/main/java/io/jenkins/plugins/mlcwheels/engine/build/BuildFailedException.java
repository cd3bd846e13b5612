package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** The build ran and left no wheel, or another wheel than the expected one. */
public class BuildFailedException extends EngineException {

    private static final long serialVersionUID = 1L;

    BuildFailedException(Kind kind, String message, String suggestion) {
        super(kind, message, suggestion);
    }
}
