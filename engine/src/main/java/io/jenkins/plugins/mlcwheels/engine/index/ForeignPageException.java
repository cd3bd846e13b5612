package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.nio.file.Path;

/** What no index wrote, or what somebody changed since, is in the place of a page. Nothing was changed. */
public final class ForeignPageException extends EngineException {

    private static final long serialVersionUID = 1L;

    ForeignPageException(Path file) {
        super(
                Kind.INPUT,
                file + " is in the place of a page and not as an index wrote it; nothing was changed",
                "Write the index into a directory of its own, or move away what is there.");
    }
}
