package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;

/** The index refused a request, with its own words in the message where it gave some. */
public final class IndexRefusedException extends RemoteException {

    private static final long serialVersionUID = 1L;

    /** @param message fit to be shown, without a secret */
    public IndexRefusedException(String message, String suggestion) {
        super(Reason.REFUSED, message, suggestion);
    }
}
