package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.http.Refusal;
import java.util.Optional;

/** The token is good, but not for this. */
public final class PermissionMissingException extends GitHubException {

    private static final long serialVersionUID = 1L;

    private static final String GRANT = "Give it the permission Contents: write for this repository, and access to it.";

    /** @param needed what GitHub says that it takes, such as {@code contents=write}; may be empty */
    PermissionMissingException(String what, String needed) {
        this(what, needed, Optional.empty());
    }

    /** @param refusal why, if it is not for want of a permission */
    PermissionMissingException(String what, String needed, Optional<Refusal> refusal) {
        super(
                "the token may not " + what
                        + (needed.isEmpty() || refusal.isPresent() ? "" : " (needs " + needed + ")"),
                refusal.map(Refusal::remedy).orElse(GRANT));
    }
}
