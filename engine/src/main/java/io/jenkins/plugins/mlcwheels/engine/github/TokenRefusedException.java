package io.jenkins.plugins.mlcwheels.engine.github;

/** The token is wrong, expired or revoked. */
public final class TokenRefusedException extends GitHubException {

    private static final long serialVersionUID = 1L;

    TokenRefusedException(String host) {
        super(
                host + " refused the token (401): it is wrong, expired or revoked",
                "Provide a fresh one; installation tokens of GitHub Apps live one hour.");
    }
}
