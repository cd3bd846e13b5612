package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the controller itself knows of the building of a wheel. It has no secret, no path of an agent and no value of a
 * variable. A class and not a record, since it is saved in {@code build.xml}.
 */
public final class WheelOrigin implements Serializable {

    private static final long serialVersionUID = 1L;

    private final TreeMap<String, String> parameters;
    private final String configuration;

    @CheckForNull
    private final String agent;

    private final long recorded;

    /**
     * @param parameters of the step, as far as they can be told to anyone
     * @param configuration SHA-256 of all parameters of the step
     * @param agent labels of the agent; null if it has none
     * @param recorded when the wheel was there
     */
    public WheelOrigin(
            @NonNull Map<String, String> parameters,
            @NonNull String configuration,
            @CheckForNull String agent,
            @NonNull Instant recorded) {
        this.parameters = new TreeMap<>(parameters);
        this.configuration = Objects.requireNonNull(configuration);
        this.agent = agent;
        this.recorded = recorded.toEpochMilli();
    }

    /** Parameters of the step that built, by name. */
    @NonNull
    public Map<String, String> getParameters() {
        return new TreeMap<>(parameters);
    }

    /** SHA-256 of all parameters of the step. */
    @NonNull
    public String getConfiguration() {
        return configuration;
    }

    /** Labels of the agent; null if it has none. */
    @CheckForNull
    public String getAgent() {
        return agent;
    }

    /** When the wheel was there. */
    @NonNull
    public Instant getRecorded() {
        return Instant.ofEpochMilli(recorded);
    }
}
