package io.jenkins.plugins.mlcwheels.engine.registry;

import io.jenkins.plugins.mlcwheels.engine.http.Refusal;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import java.util.Optional;

/** The token is good, but not for this. */
public final class PackagePermissionException extends RemoteException {

    private static final long serialVersionUID = 1L;

    PackagePermissionException(String what, String reason, String permission) {
        this(what, reason, permission, Optional.empty());
    }

    /** @param refusal why, if it is not for want of a permission */
    PackagePermissionException(String what, String reason, String permission, Optional<Refusal> refusal) {
        super(
                "the token may not do this: " + what + " was answered '" + reason + "'",
                refusal.map(Refusal::remedy).orElse("Give it " + permission + "."));
    }
}
