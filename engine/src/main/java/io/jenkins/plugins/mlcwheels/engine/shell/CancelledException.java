package io.jenkins.plugins.mlcwheels.engine.shell;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** The caller no longer wants the work; all processes that it had started have been ended. */
public class CancelledException extends EngineException {

    private static final long serialVersionUID = 1L;

    CancelledException(String program) {
        super(Kind.CANCELLED, program + ": cancelled, all its processes were ended", "");
    }
}
