package io.jenkins.plugins.mlcwheels.engine.http;

/** GitHub, or something between, answered in a form that can't be trusted. */
public final class UnexpectedAnswerException extends RemoteException {

    private static final long serialVersionUID = 1L;

    /** @param what is wrong with it, fit to be shown */
    public UnexpectedAnswerException(String what) {
        super("GitHub answered unexpectedly: " + what, "Check the address of the API and any proxy between.");
    }
}
