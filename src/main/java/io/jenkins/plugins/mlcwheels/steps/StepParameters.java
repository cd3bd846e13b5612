package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How the parameters of all steps are taken in. */
final class StepParameters {

    private StepParameters() {}

    /** Lists come from pipelines as lists, and from forms as one text with a value per line. */
    @NonNull
    static ArrayList<String> lines(@CheckForNull List<String> values) {
        ArrayList<String> lines = new ArrayList<>();
        if (values != null) {
            values.stream()
                    .flatMap(value -> Arrays.stream(value.split("\r?\n")))
                    .map(String::trim)
                    .filter(line -> !line.isEmpty())
                    .forEach(lines::add);
        }
        return lines;
    }

    @CheckForNull
    static List<String> orNull(List<String> values) {
        return values.isEmpty() ? null : values;
    }

    @CheckForNull
    static String text(@CheckForNull String value) {
        return Util.fixEmptyAndTrim(value);
    }

    /** The default is not shown in generated snippets. */
    @NonNull
    static String text(@CheckForNull String value, @NonNull String byDefault) {
        String given = Util.fixEmptyAndTrim(value);
        return given == null ? byDefault : given;
    }
}
