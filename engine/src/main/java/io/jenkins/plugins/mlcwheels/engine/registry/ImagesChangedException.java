package io.jenkins.plugins.mlcwheels.engine.registry;

import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.retention.ItemFailure;

/** Somebody pushed or tagged meanwhile, so that what was decided may no longer hold. */
public final class ImagesChangedException extends RemoteException implements ItemFailure {

    private static final long serialVersionUID = 1L;

    /** @param what a noun phrase, such as which tag */
    public ImagesChangedException(String what) {
        super(Reason.CHANGED, what + " changed meanwhile", "Run it again when nothing is being pushed.");
    }
}
