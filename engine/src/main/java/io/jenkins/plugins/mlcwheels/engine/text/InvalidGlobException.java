package io.jenkins.plugins.mlcwheels.engine.text;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A text that is not a pattern of names. */
public final class InvalidGlobException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** @param problem a clause that follows the pattern */
    InvalidGlobException(String glob, String problem) {
        super(
                Kind.INPUT,
                "'" + PrintableText.line(glob, 80) + "' is not a valid file pattern: it " + problem,
                "Use *, ?, [abc], [!abc] and {a,b}.");
    }
}
