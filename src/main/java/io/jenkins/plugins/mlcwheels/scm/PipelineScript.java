package io.jenkins.plugins.mlcwheels.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Cause;
import hudson.model.Run;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayCause;

/** Whether the pipeline of a build is the one that source control has. */
public final class PipelineScript {

    private PipelineScript() {}

    /** Knows builds for which somebody could edit the pipeline. */
    public interface Editing extends ExtensionPoint {

        /** Whether the pipeline of what began so may be another one. */
        boolean mayHaveBeenEdited(@NonNull Cause cause);
    }

    /** Whether somebody could edit the pipeline when the build was begun, as who replays a build can. */
    public static boolean mayHaveBeenEdited(@NonNull Run<?, ?> run) {
        return run.getCauses().stream()
                .anyMatch(cause -> ExtensionList.lookup(Editing.class).stream()
                        .anyMatch(editing -> editing.mayHaveBeenEdited(cause)));
    }

    /** Knows replays, where there are such. */
    @Extension(optional = true)
    public static final class Replays implements Editing {

        @Override
        public boolean mayHaveBeenEdited(@NonNull Cause cause) {
            return cause instanceof ReplayCause;
        }
    }

    /** A declarative pipeline that is begun anew at a stage takes over the pipeline of a build that may be a replay. */
    @Extension
    public static final class Restarts implements Editing {

        private static final String CAUSE = "RestartDeclarativePipelineCause";

        @Override
        public boolean mayHaveBeenEdited(@NonNull Cause cause) {
            return cause.getClass().getSimpleName().equals(CAUSE);
        }
    }
}
