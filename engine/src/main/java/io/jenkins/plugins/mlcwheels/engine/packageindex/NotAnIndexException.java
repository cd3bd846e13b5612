package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;

/** What answered is not a package index: a sign-in page, a proxy, or a page of another kind. */
public final class NotAnIndexException extends RemoteException {

    private static final long serialVersionUID = 1L;

    /** @param what it did, fit to be shown */
    public NotAnIndexException(String what) {
        super(
                Reason.UNEXPECTED_ANSWER,
                what,
                "Check the address of the index, of its simple pages (--index-simple), and any proxy between.");
    }
}
