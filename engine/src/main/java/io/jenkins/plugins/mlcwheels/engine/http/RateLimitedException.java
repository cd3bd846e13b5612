package io.jenkins.plugins.mlcwheels.engine.http;

/** GitHub asks for a longer wait than the deadline allows. */
public final class RateLimitedException extends RemoteException {

    private static final long serialVersionUID = 1L;

    public RateLimitedException(String wait) {
        super(
                "GitHub limits the rate of requests and asks to wait " + wait + ", longer than the deadline allows",
                "Run it again later to go on where this stopped, or allow more time with --deadline.");
    }
}
