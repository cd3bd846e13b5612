package io.jenkins.plugins.mlcwheels.engine.github;

/** There is no such repository, or the token may not see it. */
public final class RepositoryNotFoundException extends GitHubException {

    private static final long serialVersionUID = 1L;

    RepositoryNotFoundException(String repository) {
        super(
                "there is no repository " + repository + ", or the token may not see it",
                "Check the name, and that the token has access to it.");
    }
}
