package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * Which builds of a project's matrix a step means, on its way to the agent.
 *
 * @param config file with the table, relative to the workspace; null: the project's own
 * @param flavour the one flavour to build; null: those of the configuration
 * @param build patterns of identifiers; empty: as the configuration says
 * @param skip patterns of identifiers that are left out; empty: as the configuration says
 * @param archs names of architectures; empty: as the configuration says
 * @param enable groups that are enabled beside those of the configuration
 * @param only identifiers that are named exactly
 * @param allowEmpty whether it is no error if nothing is selected
 * @param variables those of the build that configure a matrix
 */
public record MatrixSelection(
        @CheckForNull String config,
        @CheckForNull String flavour,
        ArrayList<String> build,
        ArrayList<String> skip,
        ArrayList<String> archs,
        ArrayList<String> enable,
        ArrayList<String> only,
        boolean allowEmpty,
        LinkedHashMap<String, String> variables)
        implements Serializable {

    /** Exactly these builds. */
    public static MatrixSelection only(
            ArrayList<String> identifiers,
            @CheckForNull String config,
            @CheckForNull String flavour,
            LinkedHashMap<String, String> variables) {
        return new MatrixSelection(
                config,
                flavour,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                identifiers,
                false,
                variables);
    }
}
