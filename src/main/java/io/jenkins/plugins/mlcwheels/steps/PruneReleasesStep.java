package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.agent.PruneOrder;
import io.jenkins.plugins.mlcwheels.agent.PruneReleases;
import java.io.IOException;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Deletes old nightly wheels from a release, or shows which it would delete. */
public final class PruneReleasesStep extends PruneStep {

    private static final long serialVersionUID = 1L;

    private String tag = DescriptorImpl.DEFAULT_TAG;
    private String index;

    @DataBoundConstructor
    public PruneReleasesStep() {
        super(DescriptorImpl.DEFAULT_KEEP);
    }

    /** Tag of the release that has the nightly wheels. */
    @NonNull
    public String getTag() {
        return tag;
    }

    @DataBoundSetter
    public void setTag(@CheckForNull String tag) {
        this.tag = StepParameters.text(tag, DescriptorImpl.DEFAULT_TAG);
    }

    /** Directory, relative to the workspace or absolute. */
    @CheckForNull
    public String getIndex() {
        return index;
    }

    @DataBoundSetter
    public void setIndex(@CheckForNull String index) {
        this.index = StepParameters.text(index);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, this);
    }

    private static final class Execution extends GitHubExecution {

        private static final long serialVersionUID = 1L;

        private final PruneReleasesStep step;

        Execution(StepContext context, PruneReleasesStep step) {
            super(context, "pruning nightlies");
            this.step = step;
        }

        @Override
        Object work() throws IOException, InterruptedException {
            GitHubTarget target = GitHubTarget.forDeletion(
                            getContext().get(Run.class),
                            new GitHubTarget.Given(step.getRepository(), step.getApiUri(), step.getCredentialsId()),
                            "write contents")
                    .checked();
            FilePath workspace = workspace();
            PruneOrder order = step.order(true);
            return act(
                    workspace,
                    target.credentialsId(),
                    target.api(),
                    (log, token) -> new PruneReleases(
                            log, token, target.api(), target.repository(), step.tag, step.index, order));
        }
    }

    /** Describes the step to pipelines and forms. */
    @Extension
    public static final class DescriptorImpl extends PruneStepDescriptor {

        static final int DEFAULT_KEEP = 1;
        static final String DEFAULT_TAG = "nightly";

        @Override
        public String getFunctionName() {
            return "mlcPruneReleases";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.PruneReleasesStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return arguments.getOrDefault("tag", DEFAULT_TAG).toString();
        }
    }
}
