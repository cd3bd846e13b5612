package io.jenkins.plugins.mlcwheels.engine.shell;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** The caller no longer wants the work; all processes that it had started have been ended. */
public class CancelledException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** @param what such as {@code the build of demo} */
    CancelledException(String what, Throwable cause) {
        super(Kind.CANCELLED, what + " was cancelled, and all its processes were ended", "", cause);
    }

    CancelledException(String program) {
        this(program, null);
    }

    /** The same of the whole that the program was only a part of. */
    public CancelledException of(String what) {
        return new CancelledException(what, this);
    }
}
