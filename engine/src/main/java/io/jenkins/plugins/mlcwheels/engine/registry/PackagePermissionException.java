package io.jenkins.plugins.mlcwheels.engine.registry;

import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;

/** The token is good, but not for this. */
public final class PackagePermissionException extends RemoteException {

    private static final long serialVersionUID = 1L;

    PackagePermissionException(String what, String reason, String permission) {
        super(
                "the token may not do this: " + what + " was answered '" + reason + "'",
                "Give it " + permission + ", and single sign-on where that is used.");
    }
}
