package io.jenkins.plugins.mlcwheels.steps;

import hudson.EnvVars;
import java.util.LinkedHashMap;

/** Variables by which a build configures a matrix, as they configure the command line. */
final class MatrixEnvironment {

    /** Names the file that scripts write what they say to. */
    static final String SAID = "MLC_SAID";

    private MatrixEnvironment() {}

    /** Those of cibuildwheel and our own. */
    static LinkedHashMap<String, String> of(EnvVars all) {
        LinkedHashMap<String, String> variables = new LinkedHashMap<>();
        all.forEach((name, value) -> {
            if (name.startsWith("CIBW_") || name.startsWith("MLC_WHEELS_")) {
                variables.put(name, value);
            }
        });
        return variables;
    }
}
