package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.remoting.ChannelClosedException;
import hudson.remoting.RequestAbortedException;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.MissingContextVariableException;

/** Says that an agent can't be reached at the moment, and recognizes failures that mean it. */
final class AgentLoss extends IOException {

    private static final long serialVersionUID = 1L;

    AgentLoss(String message, @CheckForNull IOException cause) {
        super(message, cause);
    }

    static boolean isCauseOf(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof AgentLoss
                    || t instanceof ChannelClosedException
                    || t instanceof RequestAbortedException
                    || t instanceof MissingContextVariableException) {
                return true;
            }
        }
        return false;
    }
}
