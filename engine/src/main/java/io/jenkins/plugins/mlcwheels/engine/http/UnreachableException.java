package io.jenkins.plugins.mlcwheels.engine.http;

/** No answer, or only failures, after all attempts. */
public final class UnreachableException extends RemoteException {

    private static final long serialVersionUID = 1L;

    /**
     * @param service that was talked to, for people
     * @param what failed, for people
     * @param failure the last one, fit to be shown
     * @param cause the same, without a secret in its text
     */
    public UnreachableException(String service, String what, String failure, Throwable cause) {
        super(
                what + " failed again and again: " + failure,
                "Check the network and "
                        + (service.equals("GitHub") ? "https://www.githubstatus.com/" : service)
                        + "; then run it again to go on where this stopped.",
                cause);
    }
}
