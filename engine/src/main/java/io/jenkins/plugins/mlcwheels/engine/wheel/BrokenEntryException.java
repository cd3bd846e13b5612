package io.jenkins.plugins.mlcwheels.engine.wheel;

import java.io.IOException;

/** The content of an entry can't be inflated or isn't what its headers say; the message is a clause after its name. */
final class BrokenEntryException extends IOException {

    private static final long serialVersionUID = 1L;

    private final WheelProblem problem;

    BrokenEntryException(WheelProblem problem, String message) {
        super(message);
        this.problem = problem;
    }

    WheelProblem problem() {
        return problem;
    }
}
