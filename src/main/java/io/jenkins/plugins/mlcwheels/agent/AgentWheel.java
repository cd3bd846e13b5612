package io.jenkins.plugins.mlcwheels.agent;

import java.io.Serializable;
import java.util.Objects;

/**
 * What an agent reports of one wheel.
 *
 * @param path relative to the workspace, parts separated by {@code /}
 * @param audit the audit report as JSON, read as hostile
 */
public record AgentWheel(String path, String audit) implements Serializable {

    public AgentWheel {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(audit, "audit");
    }
}
