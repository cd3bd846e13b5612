package io.jenkins.plugins.mlcwheels.engine.release;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is done to get from a source and a tag to wheels that can be installed, in this order. */
public enum ReleaseStage {
    /** Asks everything that would make publishing fail. */
    PREFLIGHT("the source, the tag, the host", "the reasons not to build", true),
    /** Builds a wheel. */
    BUILD("the source", "the wheel of the build", false),
    /** Puts libraries into it and gives it its platform tags. */
    REPAIR("the wheel of the build", "the wheel that is released", false),
    /** Judges it. */
    AUDIT("the wheel that is released", "its platform, what is wrong with it", false),
    /** Installs it and runs the tests. */
    TEST("the wheel that is released", "the record of its test", true),
    /** Signs where it comes from. */
    SIGN("the wheel that is released, a key", "its provenance", true),
    /** Makes it part of a release. */
    PUBLISH("the wheel that is released, the tag", "the release", true),
    /** Lists all releases for pip. */
    INDEX("the releases", "the index", true);

    private final String needs;
    private final String gives;
    private final boolean skippable;

    ReleaseStage(String needs, String gives, boolean skippable) {
        this.needs = needs;
        this.gives = gives;
        this.skippable = skippable;
    }

    /** Its name, as people write it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it works on. */
    public String needs() {
        return needs;
    }

    /** What it leaves for the stages after it. */
    public String gives() {
        return gives;
    }

    /** Whether the stages after it can do without it. */
    public boolean isSkippable() {
        return skippable;
    }

    /** Names of all, in their order. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(ReleaseStage::id).toList();
    }

    static Optional<ReleaseStage> of(String id) {
        return Arrays.stream(values()).filter(stage -> stage.id().equals(id)).findFirst();
    }
}
