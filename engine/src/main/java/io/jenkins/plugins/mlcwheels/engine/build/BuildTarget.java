package io.jenkins.plugins.mlcwheels.engine.build;

import java.util.List;

/**
 * The platform that a wheel will be repaired for. The build compares it with the interpreter that builds before it
 * compiles anything.
 *
 * @param platform its name, as the user gave it
 * @param libc {@code glibc} or {@code musl}
 * @param architectures that have this platform, as platform tags write them
 */
public record BuildTarget(String platform, String libc, List<String> architectures) {

    public BuildTarget {
        architectures = List.copyOf(architectures);
    }
}
