package io.jenkins.plugins.mlcwheels.engine.http;

/** A list was another one each time that it was read. */
public final class ListChangingException extends RemoteException {

    private static final long serialVersionUID = 1L;

    ListChangingException(String what, int passes) {
        super(
                what + ": the list changed during each of " + passes + " attempts to read it",
                "See what else creates and deletes entries all the time; then run it again.");
    }
}
