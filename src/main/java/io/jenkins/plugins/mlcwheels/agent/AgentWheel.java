package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.Objects;

/**
 * What an agent reports of one wheel.
 *
 * @param path relative to the workspace, parts separated by {@code /}
 * @param audit the audit report as JSON, read as hostile; null if the file can't be recorded as a wheel
 * @param refusal why it can't be recorded; null if it can
 * @param record the record of its build as JSON, read as hostile; null if there is none
 */
public record AgentWheel(
        String path,
        @CheckForNull String audit,
        @CheckForNull String refusal,
        @CheckForNull String record) implements Serializable {

    public AgentWheel {
        Objects.requireNonNull(path, "path");
        if ((audit == null) == (refusal == null)) {
            throw new IllegalArgumentException("either an audit or a refusal");
        }
    }

    /** One without a record of its build. */
    public AgentWheel(String path, @CheckForNull String audit, @CheckForNull String refusal) {
        this(path, audit, refusal, null);
    }

    /** One that was audited. */
    public AgentWheel(String path, String audit) {
        this(path, audit, null);
    }

    /** The same with the record of its build. */
    AgentWheel withRecord(@CheckForNull String json) {
        return new AgentWheel(path, audit, refusal, json);
    }
}
