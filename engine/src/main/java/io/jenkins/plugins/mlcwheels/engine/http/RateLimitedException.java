package io.jenkins.plugins.mlcwheels.engine.http;

/** GitHub asks for longer waits than the deadline, or patience, allows. */
public final class RateLimitedException extends RemoteException {

    private static final long serialVersionUID = 1L;

    private RateLimitedException(String message) {
        super(message, "Run it again later to go on where this stopped, or allow more time with --deadline.");
    }

    /** @param wait what GitHub asks for */
    public static RateLimitedException tooLong(String wait) {
        return new RateLimitedException(
                "GitHub limits the rate of requests and asks to wait " + wait + ", longer than the deadline allows");
    }

    /** @param what was refused again after each of many waits */
    public static RateLimitedException tooOften(String what) {
        return new RateLimitedException(what + " was refused for its rate again after every wait");
    }
}
