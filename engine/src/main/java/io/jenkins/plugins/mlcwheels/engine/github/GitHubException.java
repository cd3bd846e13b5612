package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;

/** GitHub did not do what was asked of it. Subclasses are named for the reason; none ever holds the token. */
public class GitHubException extends RemoteException {

    private static final long serialVersionUID = 1L;

    GitHubException(String message, String suggestion) {
        super(message, suggestion);
    }
}
