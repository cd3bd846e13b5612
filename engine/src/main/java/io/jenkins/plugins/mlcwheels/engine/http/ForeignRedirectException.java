package io.jenkins.plugins.mlcwheels.engine.http;

/** GitHub, or something between, sent a request elsewhere, where the token must not go. */
public final class ForeignRedirectException extends RemoteException {

    private static final long serialVersionUID = 1L;

    public ForeignRedirectException(String what, String host) {
        super(
                what + " was redirected to " + host + ", which is not to get the token",
                "Check the address of the API and any proxy between; use the new name of a repository that moved.");
    }
}
