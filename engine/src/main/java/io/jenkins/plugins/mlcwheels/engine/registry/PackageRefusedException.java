package io.jenkins.plugins.mlcwheels.engine.registry;

import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;

/** A request was understood and refused, such as to delete the last version, or one that very many downloaded. */
public final class PackageRefusedException extends RemoteException {

    private static final long serialVersionUID = 1L;

    PackageRefusedException(String what, int status, String reason) {
        super(what + " was refused (" + status + "): " + reason, "");
    }
}
