package io.jenkins.plugins.mlcwheels.engine.github;

/** There is no such repository, or the token may not see it. */
public final class RepositoryNotFoundException extends GitHubException {

    private static final long serialVersionUID = 1L;

    RepositoryNotFoundException(GitHubRepository repository) {
        super(message(repository), suggestion(repository));
    }

    static String message(GitHubRepository repository) {
        return "there is no repository " + repository + ", or the token may not see it";
    }

    static String suggestion(GitHubRepository repository) {
        return repository.isPublicHost() || repository.api().getPath().endsWith("/api/v3")
                ? "Check the name, and that the token has access to it."
                : "Check the name, that the token has access to it, and the address of the API, which on an Enterprise"
                        + " Server ends in /api/v3.";
    }
}
