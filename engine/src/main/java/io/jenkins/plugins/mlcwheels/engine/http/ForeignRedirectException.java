package io.jenkins.plugins.mlcwheels.engine.http;

/** GitHub, or something between, sent a request elsewhere, where it must not follow with the token. */
public final class ForeignRedirectException extends RemoteException {

    private static final long serialVersionUID = 1L;

    /**
     * @param what was redirected, for people
     * @param address where to, fit to be shown; see {@link Origin#shown}
     */
    public ForeignRedirectException(String what, String address) {
        super(
                what + " was redirected to " + address + ", where the token must not go",
                "Check the address of the API and any proxy between; use the new name of a repository that moved.");
    }
}
