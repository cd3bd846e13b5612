package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.text.Glob;
import java.util.Objects;
import java.util.Optional;

/**
 * A wheel that is to be built.
 *
 * @param build that makes it, such as {@code cp313-manylinux_x86_64}
 * @param name as far as it is known, as a pattern
 * @param leftOut why it will not be built; empty if it will
 */
public record PlannedWheel(String build, Glob name, Optional<String> leftOut) {

    public PlannedWheel {
        Objects.requireNonNull(build, "build");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(leftOut, "leftOut");
    }
}
