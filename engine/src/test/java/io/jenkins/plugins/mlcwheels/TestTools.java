package io.jenkins.plugins.mlcwheels;

import java.io.File;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs of the machine that tests run. Where one is missing, the test is skipped, unless
 * {@code MLC_WHEELS_TEST_TOOLS} is {@code required}, as on continuous integration: then it fails.
 */
public final class TestTools {

    private TestTools() {}

    /** Skips or fails the test where one of the programs is not on the PATH. */
    public static void need(String... programs) {
        for (String program : programs) {
            need(has(program), program + " on the PATH");
        }
    }

    /**
     * Skips or fails the test where something is not there.
     *
     * @param what it is, for the message
     */
    public static void need(boolean there, String what) {
        if ("required".equals(System.getenv("MLC_WHEELS_TEST_TOOLS"))) {
            Assertions.assertTrue(there, () -> "this machine is required to have " + what);
        }
        Assumptions.assumeTrue(there, () -> "needs " + what);
    }

    /** Whether a program is on the PATH. */
    public static boolean has(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.of(path.split(File.pathSeparator))
                .anyMatch(directory -> new File(directory, program).canExecute());
    }
}
