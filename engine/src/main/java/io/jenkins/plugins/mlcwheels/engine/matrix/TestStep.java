package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.List;
import java.util.Optional;

/**
 * How a wheel is tested.
 *
 * @param command of the project, with placeholders; empty: there is none
 * @param beforeTest a command that runs in the test's environment before the wheel is installed
 * @param requires requirements to install, those of {@code groups} among them
 * @param extras of the wheel to install
 * @param groups names of the dependency groups of pyproject.toml whose requirements are among {@code requires}
 * @param sources files and directories of the project that are copied to where the test runs; empty: none
 * @param environment set for the test beside that of the build
 * @param runtimeArguments for a simulator or emulator; of no use on Linux
 * @param skipped whether the wheel of this identifier is not tested
 */
public record TestStep(
        Optional<String> command,
        Optional<String> beforeTest,
        List<String> requires,
        List<String> extras,
        List<String> groups,
        List<String> sources,
        List<EnvironmentAssignment> environment,
        List<String> runtimeArguments,
        boolean skipped) {

    public TestStep {
        requires = List.copyOf(requires);
        extras = List.copyOf(extras);
        groups = List.copyOf(groups);
        sources = List.copyOf(sources);
        environment = List.copyOf(environment);
        runtimeArguments = List.copyOf(runtimeArguments);
    }
}
