package io.jenkins.plugins.mlcwheels.view;

/** Whether the bytes of a wheel can be had from its build. */
public enum ArtifactState {
    /** They are among the build's artifacts. */
    KEPT,
    /** They were archived, and are no longer there. */
    GONE,
    /** They were never archived. */
    NOT_ARCHIVED,
    /** Whoever asks may not see artifacts. */
    HIDDEN,
    /** The place where artifacts are kept didn't answer. */
    UNKNOWN
}
