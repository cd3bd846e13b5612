package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.nio.file.Path;

/** An index would have no projects. Nothing was changed. */
public final class EmptyIndexException extends EngineException {

    private static final long serialVersionUID = 1L;

    EmptyIndexException(Path directory, int projects) {
        super(
                Kind.NOTHING_TO_DO,
                "there are no wheels for the index " + directory
                        + (projects == 0
                                ? ""
                                : ", which has " + (projects == 1 ? "1 project" : projects + " projects")
                                        + " and stays as it is"),
                "See whether the wheels are read from the right place; write an empty index with --allow-empty, in a"
                        + " pipeline with allowEmpty: true.");
    }
}
