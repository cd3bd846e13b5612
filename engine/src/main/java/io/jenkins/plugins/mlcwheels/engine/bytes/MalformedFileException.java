package io.jenkins.plugins.mlcwheels.engine.bytes;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A file says something that can't be true; the field that says it is named. */
public final class MalformedFileException extends EngineException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param format of the file, such as {@code PE}
     * @param field as the specification of the format calls it, such as {@code e_lfanew}
     * @param problem what is wrong with it, such as {@code lies outside the file}
     */
    public MalformedFileException(String format, String field, String problem) {
        super(
                Kind.INPUT,
                "malformed " + format + " file: " + field + " " + problem,
                "Build or download the file again; it is truncated or damaged.");
        this.field = field;
    }

    /** The field at fault, as the specification of the format calls it. */
    public String field() {
        return field;
    }
}
