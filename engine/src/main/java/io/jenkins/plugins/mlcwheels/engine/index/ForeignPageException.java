package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.nio.file.Path;

/** A file that no index wrote is in the place of a page. Nothing was changed. */
public final class ForeignPageException extends EngineException {

    private static final long serialVersionUID = 1L;

    ForeignPageException(Path file) {
        super(
                Kind.INPUT,
                file + " is not from an index, which would replace it",
                "Write the index into a directory of its own, or move that file away.");
    }
}
