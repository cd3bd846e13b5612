package io.jenkins.plugins.mlcwheels.engine.github;

/** No answer, or only failures, after all attempts. */
public final class UnreachableException extends GitHubException {

    private static final long serialVersionUID = 1L;

    UnreachableException(String what, String failure, Throwable cause) {
        super(
                what + " failed again and again: " + failure,
                "Check the network and https://www.githubstatus.com/; then publish again to go on where this stopped.",
                cause);
    }
}
