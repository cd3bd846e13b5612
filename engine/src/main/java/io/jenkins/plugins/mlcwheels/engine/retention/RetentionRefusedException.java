package io.jenkins.plugins.mlcwheels.engine.retention;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A policy or a plan that would delete more than anybody can mean. Nothing was deleted. */
public final class RetentionRefusedException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** For what nobody can mean, whatever there is to delete. */
    public RetentionRefusedException(String message, String suggestion) {
        this(Kind.INPUT, message, suggestion);
    }

    private RetentionRefusedException(Kind kind, String message, String suggestion) {
        super(kind, message, suggestion);
    }

    /** For what must not be deleted as things are. */
    public static RetentionRefusedException ofPlan(String message, String suggestion) {
        return new RetentionRefusedException(Kind.PUBLISH_REFUSED, message, suggestion);
    }
}
