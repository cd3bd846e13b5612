package io.jenkins.plugins.mlcwheels.engine.http;

/** GitHub asks for longer waits than the deadline, or patience, allows. */
public final class RateLimitedException extends RemoteException {

    private static final long serialVersionUID = 1L;

    private RateLimitedException(String message) {
        super(message, "Run it again later to go on where this stopped, or allow more time with --deadline.");
    }

    /**
     * @param why there is a wait, as a clause
     * @param wait what the service asks for
     */
    public static RateLimitedException tooLong(String why, String wait) {
        return new RateLimitedException(why + " and asks to wait " + wait + ", longer than the deadline allows");
    }

    /** @param what was refused again after each of many waits */
    public static RateLimitedException tooOften(String what) {
        return new RateLimitedException(what + " was refused for its rate again after every wait");
    }
}
