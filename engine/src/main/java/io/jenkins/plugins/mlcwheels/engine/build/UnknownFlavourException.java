package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.util.Collection;

/** A flavour that nobody has defined. */
public class UnknownFlavourException extends EngineException {

    private static final long serialVersionUID = 1L;

    UnknownFlavourException(String id, Collection<String> known) {
        super(Kind.INPUT, "unknown flavour " + id, "Use one of " + String.join(", ", known) + ".");
    }
}
