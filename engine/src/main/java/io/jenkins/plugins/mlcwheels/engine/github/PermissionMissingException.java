package io.jenkins.plugins.mlcwheels.engine.github;

/** The token is good, but not for this. */
public final class PermissionMissingException extends GitHubException {

    private static final long serialVersionUID = 1L;

    /** @param needed what GitHub says that it takes, such as {@code contents=write}; may be empty */
    PermissionMissingException(String what, String needed) {
        super(
                "the token may not " + what + (needed.isEmpty() ? "" : " (needs " + needed + ")"),
                "Give it the permission Contents: write for this repository, and single sign-on where that is used.");
    }
}
