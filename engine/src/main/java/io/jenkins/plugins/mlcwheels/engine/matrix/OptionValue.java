package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.List;

/**
 * What holds for one option of one build, and where it came from.
 *
 * @param option its name, as in the file
 * @param text the value; what looks like a secret is not in it
 * @param origins such as {@code pyproject.toml:12 [tool.mlc-wheels]}, {@code CIBW_SKIP}, {@code --archs} or
 *     {@code default}; more than one where values were joined
 */
public record OptionValue(String option, String text, List<String> origins) {

    public OptionValue {
        origins = List.copyOf(origins);
    }
}
