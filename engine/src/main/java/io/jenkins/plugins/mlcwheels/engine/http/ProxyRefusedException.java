package io.jenkins.plugins.mlcwheels.engine.http;

/** A proxy wants to know who we are. */
public final class ProxyRefusedException extends RemoteException {

    private static final long serialVersionUID = 1L;

    /** Without the proxy's address, which may hold a password. */
    public ProxyRefusedException() {
        super(
                "the proxy asks for a user and a password, or refused those that it got (407)",
                "Put them into HTTPS_PROXY or HTTP_PROXY: http://USER:PASSWORD@HOST:PORT.");
    }
}
