package io.jenkins.plugins.mlcwheels.engine.zip;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A file that can't be read as a ZIP archive at all, or an entry of it. Lesser defects are findings. */
public final class BrokenArchiveException extends EngineException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason a clause that follows the archive's name */
    BrokenArchiveException(String archive, String reason) {
        this(archive, reason, null);
    }

    /** @param cause what brought it about, or null */
    BrokenArchiveException(String archive, String reason, Throwable cause) {
        super(Kind.INPUT, archive + ": " + reason, "Build or download the file again.", cause);
        this.reason = reason;
    }

    /** What is wrong, as a clause that follows the archive's name. */
    public String reason() {
        return reason;
    }
}
