package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.agent.PruneOrder;
import io.jenkins.plugins.mlcwheels.agent.PruneReleases;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Deletes old nightly wheels from a release, or shows which it would delete. */
public final class PruneReleasesStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String repository;
    private String tag = DescriptorImpl.DEFAULT_TAG;
    private int keep = 1;
    private ArrayList<String> protect = new ArrayList<>();
    private String index;
    private String credentialsId;
    private String apiUri;
    private boolean dryRun = true;

    @DataBoundConstructor
    public PruneReleasesStep() {}

    @CheckForNull
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(@CheckForNull String repository) {
        this.repository = StepParameters.text(repository);
    }

    @NonNull
    public String getTag() {
        return tag;
    }

    @DataBoundSetter
    public void setTag(@CheckForNull String tag) {
        this.tag = StepParameters.text(tag, DescriptorImpl.DEFAULT_TAG);
    }

    public int getKeep() {
        return keep;
    }

    @DataBoundSetter
    public void setKeep(int keep) {
        this.keep = keep;
    }

    /** Globs of file names. */
    @CheckForNull
    public List<String> getProtect() {
        return StepParameters.orNull(protect);
    }

    @DataBoundSetter
    public void setProtect(@CheckForNull List<String> protect) {
        this.protect = StepParameters.lines(protect);
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

    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = StepParameters.text(credentialsId);
    }

    @CheckForNull
    public String getApiUri() {
        return apiUri;
    }

    @DataBoundSetter
    public void setApiUri(@CheckForNull String apiUri) {
        this.apiUri = StepParameters.text(apiUri);
    }

    public boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
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
            GitHubTarget target = GitHubTarget.of(
                            getContext().get(Run.class),
                            new GitHubTarget.Given(step.repository, step.apiUri, step.credentialsId),
                            "prune",
                            "write contents")
                    .checked();
            FilePath workspace = workspace();
            PruneOrder order = new PruneOrder(step.keep, step.protect, true, step.dryRun);
            return act(
                    workspace,
                    target.credentialsId(),
                    target.api(),
                    (log, token) -> new PruneReleases(
                            log, token, target.api(), target.repository(), step.tag, step.index, order));
        }
    }

    @Extension
    public static final class DescriptorImpl extends GitHubStepDescriptor {

        static final String DEFAULT_TAG = "nightly";

        @Override
        public String getFunctionName() {
            return "mlcPruneReleases";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return "Delete old nightly wheels from a release";
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return arguments.getOrDefault("tag", DEFAULT_TAG).toString();
        }
    }
}
