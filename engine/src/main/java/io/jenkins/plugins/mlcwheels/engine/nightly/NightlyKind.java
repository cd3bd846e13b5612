package io.jenkins.plugins.mlcwheels.engine.nightly;

/** How nightlies are kept. */
public enum NightlyKind {
    /** All on one pre-release, whose tag moves with the newest. */
    MOVING,
    /** Each on a pre-release of its own, with a tag of its own. */
    DATED
}
