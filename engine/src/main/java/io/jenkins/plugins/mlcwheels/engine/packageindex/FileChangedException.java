package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A file has other bytes now than when it was checked. The index did not get all of it, and so has none of it. */
public final class FileChangedException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** @param name of the file */
    public FileChangedException(String name) {
        super(
                Kind.INPUT,
                "'" + name + "' changed while it was sent, and was not uploaded",
                "Wait until nothing writes to it any more, and upload again.");
    }
}
