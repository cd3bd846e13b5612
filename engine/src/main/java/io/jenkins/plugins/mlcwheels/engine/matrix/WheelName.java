package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.Optional;
import java.util.function.Function;

/**
 * What is known before building of the name of a flavour's wheels.
 *
 * @param project name of the project, if known
 * @param version as the wheel will have it, if known
 */
public record WheelName(Optional<String> project, Optional<String> version) {

    /** Names by flavour; it is asked with an empty flavour where the project is built in one only. */
    public interface ByFlavour extends Function<Optional<String>, WheelName> {}
}
