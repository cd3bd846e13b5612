package io.jenkins.plugins.mlcwheels.engine.shell;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A program that has to be run can't be started. */
public class ProgramNotFoundException extends EngineException {

    private static final long serialVersionUID = 1L;

    ProgramNotFoundException(String program, Throwable cause) {
        super(Kind.INPUT, program + ": can't be started", "Install it, or put it on the PATH.", cause);
    }
}
