package io.jenkins.plugins.mlcwheels.engine.zip;

import java.io.IOException;

/** The content of an entry can't be inflated or isn't what its headers say; the message is a clause after its name. */
public final class BrokenEntryException extends IOException {

    private static final long serialVersionUID = 1L;

    private final ZipProblem problem;

    BrokenEntryException(ZipProblem problem, String message) {
        super(message);
        this.problem = problem;
    }

    /** What kind of finding it makes. */
    public ZipProblem problem() {
        return problem;
    }
}
