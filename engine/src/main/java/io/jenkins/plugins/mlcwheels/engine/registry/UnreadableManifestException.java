package io.jenkins.plugins.mlcwheels.engine.registry;

import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;

/** What a version consists of can't be told, so it can't be told either what it needs. Nothing was deleted. */
public final class UnreadableManifestException extends RemoteException {

    private static final long serialVersionUID = 1L;

    /**
     * @param digest of the manifest, as {@code sha256:...}
     * @param reason why it can't be read, as half a sentence
     */
    public UnreadableManifestException(String digest, String reason) {
        super(
                "the manifest " + digest + " can't be read: " + reason + "; nothing was deleted",
                "Run it again; if it stays like this, look at this version and delete it by hand if it is broken.");
    }
}
