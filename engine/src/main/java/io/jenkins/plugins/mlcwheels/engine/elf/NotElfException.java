package io.jenkins.plugins.mlcwheels.engine.elf;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** The bytes do not begin as an ELF file does. */
public final class NotElfException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** Says so; the caller knows which file it is. */
    public NotElfException() {
        super(Kind.INPUT, "not an ELF file: it does not begin with \\x7fELF", "");
    }
}
