package io.jenkins.plugins.mlcwheels.engine.test;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How one wheel is tested.
 *
 * @param wheel the wheel
 * @param python interpreter that makes the virtual environment
 * @param work where the environment is made; empty: in the system's temporary directory
 * @param pipOptions of {@code pip install}: where to look for what the wheel requires
 * @param requirements what else to install, such as a sibling package that the wheel expects
 * @param command the user's own test, run by bash in the environment; empty: none
 * @param directory where that command runs
 * @param junit directory that gets JUnit XML; empty: none is kept
 */
public record TestPlan(
        Path wheel,
        String python,
        Optional<Path> work,
        List<String> pipOptions,
        List<String> requirements,
        Optional<String> command,
        Path directory,
        Optional<Path> junit) {

    public TestPlan {
        pipOptions = List.copyOf(pipOptions);
        requirements = List.copyOf(requirements);
    }

    /** Only install, import and start it; the command, should one be added, runs in the given directory. */
    public static TestPlan of(Path wheel, Path directory) {
        return new TestPlan(
                wheel,
                "python3",
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                directory,
                Optional.empty());
    }
}
