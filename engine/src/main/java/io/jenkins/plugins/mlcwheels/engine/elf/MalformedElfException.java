package io.jenkins.plugins.mlcwheels.engine.elf;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** An ELF file says something that can't be true; the field that says it is named. */
public final class MalformedElfException extends EngineException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field the field as the ELF specification calls it, such as {@code e_phoff} or {@code DT_STRTAB}
     * @param problem what is wrong with it, such as {@code lies outside the file}
     */
    public MalformedElfException(String field, String problem) {
        super(
                Kind.INPUT,
                "malformed ELF file: " + field + " " + problem,
                "Build or download the file again; it is truncated or damaged.");
        this.field = field;
    }

    /** The field at fault, as the ELF specification calls it. */
    public String field() {
        return field;
    }
}
