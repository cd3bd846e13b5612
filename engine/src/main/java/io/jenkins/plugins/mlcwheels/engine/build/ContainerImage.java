package io.jenkins.plugins.mlcwheels.engine.build;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The image that a build runs in, and how.
 *
 * @param reference such as {@code quay.io/pypa/manylinux_2_28_x86_64@sha256:...}
 * @param engine the program that runs containers: {@code docker}, {@code podman}, or a path to one of these
 * @param cpus how many processors it may use, such as {@code 4} or {@code 1.5}
 * @param memory how much memory it may use, such as {@code 16g}
 */
public record ContainerImage(String reference, String engine, Optional<String> cpus, Optional<String> memory) {

    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]*");
    private static final Pattern CPUS = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,3})?");
    private static final Pattern MEMORY = Pattern.compile("[1-9][0-9]{0,14}[bkmg]?");

    public ContainerImage {
        check(REFERENCE, reference, "image", "Name it as for docker run.");
        cpus.ifPresent(value -> check(CPUS, value, "number of processors", "Use a number, such as 4 or 1.5."));
        memory.ifPresent(value -> check(MEMORY, value, "memory limit", "Use a number and b, k, m or g, such as 16g."));
    }

    private static void check(Pattern pattern, String value, String what, String suggestion) {
        if (!pattern.matcher(value).matches()) {
            throw new InvalidBuildRequestException("no " + what + ": " + value, suggestion);
        }
    }
}
