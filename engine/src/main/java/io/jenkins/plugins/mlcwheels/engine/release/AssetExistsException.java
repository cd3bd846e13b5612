package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** The release has an asset of that name already; nothing was changed. */
public final class AssetExistsException extends EngineException {

    private static final long serialVersionUID = 1L;

    /**
     * @param tag of the release
     * @param name of the asset
     */
    public AssetExistsException(String tag, String name) {
        super(
                Kind.REMOTE,
                tag + " has an asset '" + name + "' already",
                "Publish again: what is there is compared first.");
    }
}
