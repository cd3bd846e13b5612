package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** An asset arrived other than it was sent, again and again. */
public final class AssetCorruptException extends EngineException {

    private static final long serialVersionUID = 1L;

    AssetCorruptException(String name, String difference) {
        super(
                Kind.REMOTE,
                "'" + name + "' was stored other than it was sent: " + difference,
                "Check that the file does not change meanwhile and that no proxy alters uploads; then publish again.");
    }
}
