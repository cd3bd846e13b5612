package io.jenkins.plugins.mlcwheels.engine;

import java.io.IOException;
import java.nio.file.Path;

/** A directory is on a file system that can't lock files, so that nothing keeps two processes apart there. */
public final class LocksMissingException extends EngineException {

    private static final long serialVersionUID = 1L;

    LocksMissingException(Path file, IOException cause) {
        super(
                Kind.INPUT,
                file + " can't be locked: " + cause.getMessage(),
                "Use a directory on a file system with locks, such as a local disk or NFS with its lock service.",
                cause);
    }
}
