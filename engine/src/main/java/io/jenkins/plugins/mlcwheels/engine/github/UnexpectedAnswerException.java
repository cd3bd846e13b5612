package io.jenkins.plugins.mlcwheels.engine.github;

/** GitHub, or something between, answered in a form that can't be trusted. */
public final class UnexpectedAnswerException extends GitHubException {

    private static final long serialVersionUID = 1L;

    UnexpectedAnswerException(String what) {
        super("GitHub answered unexpectedly: " + what, "Check the address of the API and any proxy between.");
    }
}
