package io.jenkins.plugins.mlcwheels.engine.build;

/** Who the wheels are for; nightlies go by a name of their own, so that nobody gets one without asking. */
public enum Channel {
    STABLE(""),
    NIGHTLY("-nightly");

    private final String nameSuffix;

    Channel(String nameSuffix) {
        this.nameSuffix = nameSuffix;
    }

    /** What sets the package's name apart. */
    public String nameSuffix() {
        return nameSuffix;
    }
}
