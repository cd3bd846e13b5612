package io.jenkins.plugins.mlcwheels.engine.http;

import org.assertj.core.api.Condition;

/** What tests say of failures of a remote service. */
public final class Reasons {

    private Reasons() {}

    /** That a failure is a {@link RemoteException} for this reason. */
    public static Condition<Throwable> because(RemoteException.Reason reason) {
        return new Condition<>(
                failure -> failure instanceof RemoteException remote && remote.reason() == reason,
                "because of %s",
                reason);
    }
}
