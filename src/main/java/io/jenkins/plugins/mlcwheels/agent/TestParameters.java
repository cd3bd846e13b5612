package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * What a test step was asked for, on its way to the agent.
 *
 * @param wheels Ant pattern, relative to the workspace
 * @param python interpreter that makes the virtual environments
 * @param requirements lines of a requirements file
 * @param work absolute directory for temporary files on the agent
 */
public record TestParameters(
        String wheels,
        String python,
        ArrayList<String> requirements,
        @CheckForNull String command,
        String work) implements Serializable {

    /** Where the script leaves JUnit results. */
    public String junit() {
        return work + "/junit";
    }
}
