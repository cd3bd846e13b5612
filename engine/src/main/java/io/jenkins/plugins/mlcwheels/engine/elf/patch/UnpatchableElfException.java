package io.jenkins.plugins.mlcwheels.engine.elf.patch;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** An ELF file that can't be patched: it is broken, not dynamic, or built in a way that leaves no room for the change. */
public final class UnpatchableElfException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** @param message what stands in the way; the advice is to link the library anew */
    public UnpatchableElfException(String message) {
        this(message, "Rebuild the library with an ordinary linker (ld, gold, lld or mold).");
    }

    /**
     * @param message what stands in the way
     * @param suggestion what to do about it, as a sentence
     */
    public UnpatchableElfException(String message, String suggestion) {
        super(Kind.REPAIR_FAILED, message, suggestion);
    }
}
