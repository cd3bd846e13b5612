package io.jenkins.plugins.mlcwheels.engine.http;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A remote service did not do what was asked of it; {@link #reason()} tells why. None ever holds the token. */
public class RemoteException extends EngineException {

    private static final long serialVersionUID = 2L;

    private static final String LATER = "Run it again to go on where this stopped, or allow more time with --deadline.";

    /** Why it was not done. */
    public enum Reason {
        /** No answer, or only failures, after all attempts. */
        UNREACHABLE,
        /** It took longer than it was allowed to. */
        OUT_OF_TIME,
        /** The service asks for longer waits than the deadline, or patience, allows. */
        RATE_LIMITED,
        /** There is no token, or it can't be one. */
        NO_TOKEN,
        /** The token is wrong, expired or revoked. */
        TOKEN_REFUSED,
        /** The token is good, but not for this. */
        NOT_PERMITTED,
        /** There is no such thing, or the token may not see it. */
        NOT_FOUND,
        /** The request was understood, and is not accepted. */
        REFUSED,
        /** The request was sent elsewhere, where it must not follow with the token. */
        REDIRECTED,
        /** A proxy wants to know who we are. */
        PROXY_REFUSED,
        /** The answer has a form that can't be trusted. */
        UNEXPECTED_ANSWER,
        /** What was read was another one each time, or is no longer what it was. */
        CHANGED,
        /** No more fits. */
        FULL
    }

    private final Reason reason;

    /** See {@link EngineException}. */
    public RemoteException(Reason reason, String message, String suggestion) {
        this(reason, message, suggestion, null);
    }

    /** @param cause without a secret in its text, or null */
    public RemoteException(Reason reason, String message, String suggestion, Throwable cause) {
        super(Kind.REMOTE, message, suggestion, cause);
        this.reason = reason;
    }

    /** Why it was not done. */
    public Reason reason() {
        return reason;
    }

    /**
     * @param what failed, for people
     * @param failure the last one, fit to be shown
     * @param cause the same, without a secret in its text
     */
    public static RemoteException unreachable(Service service, String what, String failure, Throwable cause) {
        String page = service.statusPage().isEmpty() ? "" : " and " + service.statusPage();
        return new RemoteException(
                Reason.UNREACHABLE,
                what + " failed again and again: " + failure,
                "Check the network" + page + "; then run it again to go on where this stopped.",
                cause);
    }

    /**
     * @param limit for people
     * @param last what failed last, or null
     */
    public static RemoteException outOfTime(String limit, Throwable last) {
        String failure = last == null || last.getMessage() == null ? "" : "; last failure: " + last.getMessage();
        return new RemoteException(Reason.OUT_OF_TIME, "it took longer than " + limit + failure, LATER, last);
    }

    /**
     * @param why to wait, as a sentence
     * @param wait what is asked for
     */
    static RemoteException waitTooLong(String why, String wait) {
        return new RemoteException(
                Reason.RATE_LIMITED,
                why + "; that takes " + wait + ", longer than the deadline allows",
                "Run it again later to go on where this stopped, or allow more time with --deadline.");
    }

    /** @param what was refused again after each of many waits */
    public static RemoteException limitedAgain(String what) {
        return new RemoteException(
                Reason.RATE_LIMITED,
                what + " was refused for its rate again after every wait",
                "Run it again later to go on where this stopped, or allow more time with --deadline.");
    }

    /** @param host that people know the service by */
    public static RemoteException tokenRefused(String host) {
        return new RemoteException(
                Reason.TOKEN_REFUSED,
                host + " refused the token (401): it is wrong, expired or revoked",
                "Provide a fresh one; installation tokens of GitHub Apps live one hour.");
    }

    /** @param remedy what grants it, as a sentence */
    public static RemoteException notPermitted(String message, String remedy) {
        return new RemoteException(Reason.NOT_PERMITTED, "the token may not " + message, remedy);
    }

    /** @param reason what the service complains about, fit to be shown */
    public static RemoteException refused(String what, int status, String reason, String remedy) {
        return new RemoteException(Reason.REFUSED, what + " was refused (" + status + "): " + reason, remedy);
    }

    /**
     * @param what was redirected, for people
     * @param address where to, fit to be shown; see {@link Origin#shown}
     */
    public static RemoteException redirected(String what, String address) {
        return new RemoteException(
                Reason.REDIRECTED,
                what + " was redirected to " + address + ", where the token must not go",
                "Check the address of the API and any proxy between; use the new name of a repository that moved.");
    }

    /** Without the proxy's address, which may hold a password. */
    public static RemoteException proxyRefused() {
        return new RemoteException(
                Reason.PROXY_REFUSED,
                "the proxy asks for a user and a password, or refused those that it got (407)",
                "Put them into HTTPS_PROXY or HTTP_PROXY: http://USER:PASSWORD@HOST:PORT.");
    }

    /** @param what is wrong with the answer, whoever gave it; fit to be shown */
    public static RemoteException unexpected(String what) {
        return new RemoteException(
                Reason.UNEXPECTED_ANSWER,
                "unexpected answer: " + what,
                "Check the address of the API and any proxy between.");
    }

    static RemoteException listChanging(String what, int passes) {
        return new RemoteException(
                Reason.CHANGED,
                what + ": the list changed during each of " + passes + " attempts to read it",
                "See what else creates and deletes entries all the time; then run it again.");
    }
}
