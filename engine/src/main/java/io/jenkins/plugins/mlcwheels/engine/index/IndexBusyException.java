package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.nio.file.Path;

/** Somebody else writes the same index, and does not come to an end. Nothing was changed. */
public final class IndexBusyException extends EngineException {

    private static final long serialVersionUID = 1L;

    IndexBusyException(Path directory, String holder) {
        super(
                Kind.PUBLISH_REFUSED,
                "the index " + directory + " is written by " + holder,
                "Let it finish, or end it; then write the index again.");
    }
}
