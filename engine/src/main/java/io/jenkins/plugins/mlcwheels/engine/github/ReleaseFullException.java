package io.jenkins.plugins.mlcwheels.engine.github;

/** A release has as many assets as GitHub allows, so that not even the lease fits. */
public final class ReleaseFullException extends GitHubException {

    private static final long serialVersionUID = 1L;

    ReleaseFullException(String tag, String name) {
        super(
                "'" + name + "' does not fit: " + tag + " has all " + GitHubReleaseHost.MOST_ASSETS
                        + " files that GitHub allows",
                "Delete two of them by hand that nobody needs, and do it again.");
    }
}
