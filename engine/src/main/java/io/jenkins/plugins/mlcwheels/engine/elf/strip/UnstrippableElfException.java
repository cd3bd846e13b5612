package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A file that can't be stripped without a risk to it. */
final class UnstrippableElfException extends EngineException {

    private static final long serialVersionUID = 1L;

    UnstrippableElfException(String reason) {
        super(Kind.REPAIR_FAILED, reason, "Keep its symbols.");
    }
}
