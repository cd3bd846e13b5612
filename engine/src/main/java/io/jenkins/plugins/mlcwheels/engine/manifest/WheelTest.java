package io.jenkins.plugins.mlcwheels.engine.manifest;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How a wheel was tested with success.
 *
 * @param python version of the interpreter, such as {@code 3.13.1}
 * @param imports where the command's imports came from
 */
public record WheelTest(String python, ImportProof imports) {

    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z.+]{1,40}");

    /** @throws IllegalArgumentException if the version is none */
    public WheelTest {
        Objects.requireNonNull(imports, "imports");
        if (!VERSION.matcher(python).matches()) {
            throw new IllegalArgumentException("the version of Python is not valid");
        }
    }
}
