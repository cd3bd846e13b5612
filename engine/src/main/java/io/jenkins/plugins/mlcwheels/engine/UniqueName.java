package io.jenkins.plugins.mlcwheels.engine;

import java.util.UUID;

/**
 * Names that no other process takes, for what is temporary: files on their way, containers, marks of processes. No
 * result has one. The one place that makes them.
 */
public final class UniqueName {

    private UniqueName() {}

    /** 32 hexadecimal digits. */
    public static String next() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
