package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;

/** The certificate of the index is one that this machine does not trust, or is not the index's. */
public final class UntrustedCertificateException extends RemoteException {

    private static final long serialVersionUID = 1L;

    /**
     * @param host that showed it
     * @param reason fit to be shown
     */
    public UntrustedCertificateException(String host, String reason, Throwable cause) {
        super(
                Reason.UNREACHABLE,
                "no safe connection to " + host + ": " + reason,
                "If a company's authority signed its certificate, give that authority's with --ca-cert FILE.",
                cause);
    }
}
