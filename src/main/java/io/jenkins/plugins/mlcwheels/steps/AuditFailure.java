package io.jenkins.plugins.mlcwheels.steps;

import hudson.AbortException;
import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;

/** What a failed audit does to the build. */
public enum AuditFailure {
    FAILURE,
    UNSTABLE;

    /** As pipelines write it. */
    String id() {
        return KebabCase.of(this);
    }

    /** @throws AbortException naming the known ones */
    static AuditFailure of(String id) throws AbortException {
        for (AuditFailure value : values()) {
            if (value.id().equals(id)) {
                return value;
            }
        }
        throw new AbortException("auditFailure is 'failure' or 'unstable', not '" + id + "'");
    }
}
