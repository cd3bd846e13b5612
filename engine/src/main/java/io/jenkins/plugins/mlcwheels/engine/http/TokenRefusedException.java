package io.jenkins.plugins.mlcwheels.engine.http;

/** The token is wrong, expired or revoked. */
public final class TokenRefusedException extends RemoteException {

    private static final long serialVersionUID = 1L;

    /** @param host that people know the service by */
    public TokenRefusedException(String host) {
        super(
                host + " refused the token (401): it is wrong, expired or revoked",
                "Provide a fresh one; installation tokens of GitHub Apps live one hour.");
    }
}
