package io.jenkins.plugins.mlcwheels.engine.finding;

/** How much a {@link Finding} matters. */
public enum Severity {
    /** Installers or indexes reject the wheel for it, or it installs something other than it seems to. */
    ERROR,
    /** It works today but breaks somewhere: on another file system, another installer, another platform. */
    WARNING,
    /** Worth knowing. */
    INFO
}
