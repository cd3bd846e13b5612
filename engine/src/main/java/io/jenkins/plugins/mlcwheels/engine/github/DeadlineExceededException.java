package io.jenkins.plugins.mlcwheels.engine.github;

/** It took longer than it was allowed to. */
public final class DeadlineExceededException extends GitHubException {

    private static final long serialVersionUID = 1L;

    DeadlineExceededException(String limit, Throwable last) {
        super(
                "publishing took longer than " + limit
                        + (last == null || last.getMessage() == null ? "" : "; last failure: " + last.getMessage()),
                "Publish again to go on where this stopped, or allow more time with --deadline.",
                last);
    }
}
