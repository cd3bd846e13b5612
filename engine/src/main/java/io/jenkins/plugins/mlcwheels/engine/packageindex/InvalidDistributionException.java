package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A file that is neither a wheel nor a source distribution, or can't be read as one. */
public final class InvalidDistributionException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** @param reason as a clause about the file */
    public InvalidDistributionException(String name, String reason) {
        super(Kind.INPUT, "'" + name + "' " + reason, "Upload wheels (.whl) and source distributions (.tar.gz, .zip).");
    }

    /** @param cause of it */
    public InvalidDistributionException(String name, String reason, Throwable cause) {
        super(
                Kind.INPUT,
                "'" + name + "' " + reason,
                "Upload wheels (.whl) and source distributions (.tar.gz, .zip).",
                cause);
    }
}
