package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * What a test step was asked for, on its way to the agent.
 *
 * @param wheels Ant pattern, relative to the workspace
 * @param python interpreter that makes the virtual environments; null for the one that each wheel's tag wants
 * @param requirements lines of a requirements file
 * @param work absolute directory for temporary files on the agent
 */
public record TestParameters(
        String wheels,
        @CheckForNull String python,
        ArrayList<String> requirements,
        @CheckForNull String command,
        Sources sources,
        Checks checks,
        String work)
        implements Serializable {

    /**
     * What the command gets and may import.
     *
     * @param source directory of the package, relative to the workspace
     * @param testSources relative to the workspace; empty for those of the usual names
     * @param anywhere whether the wheel's modules may be imported from anywhere
     * @param requireImport whether the command has to import some
     */
    public record Sources(String source, ArrayList<String> testSources, boolean anywhere, boolean requireImport)
            implements Serializable {}

    /**
     * What is checked before the command.
     *
     * @param extras of the wheel, to be installed
     * @param imports more modules that have to be importable
     * @param noImports globs of modules that are not imported
     * @param noScripts globs of console scripts that are not started
     */
    public record Checks(
            ArrayList<String> extras,
            ArrayList<String> imports,
            ArrayList<String> noImports,
            ArrayList<String> noScripts)
            implements Serializable {}

    /** Where the script leaves JUnit results. */
    public String junit() {
        return work + "/junit";
    }

    /** Where it leaves a record for each wheel that passed, named by its sha256. */
    public String records() {
        return work + "/records";
    }
}
