package io.jenkins.plugins.mlcwheels.engine.provenance;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A key that can't be read or used. Its text never repeats anything of a key. */
public final class UnusableKeyException extends EngineException {

    private static final long serialVersionUID = 1L;

    UnusableKeyException(String message, String suggestion) {
        super(Kind.INPUT, message, suggestion);
    }
}
