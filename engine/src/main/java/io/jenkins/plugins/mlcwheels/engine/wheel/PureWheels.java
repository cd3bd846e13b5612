package io.jenkins.plugins.mlcwheels.engine.wheel;

/** What becomes of a wheel without native code where native wheels are expected. */
public enum PureWheels {
    /** It is taken as it is, without a repair. */
    ALLOW,
    /** It is an error. */
    REFUSE
}
