package io.jenkins.plugins.mlcwheels.engine.matrix;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** The options on selection leave no build. */
public final class NothingSelectedException extends EngineException {

    private static final long serialVersionUID = 1L;

    NothingSelectedException(String selection) {
        super(
                Kind.NOTHING_TO_DO,
                "no build is selected by " + selection,
                "Change one of these, or give --allow-empty if that is meant.");
    }
}
