package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.agent.PublishIndex;
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

/** Writes an index of all wheels that a repository or a directory of releases has, for pip and uv to install from. */
public final class PublishIndexStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String from;
    private String repository;
    private String to = DescriptorImpl.DEFAULT_TO;
    private String credentialsId;
    private String apiUri;
    private ArrayList<String> leaveOut = new ArrayList<>();
    private boolean allowEmpty;

    @DataBoundConstructor
    public PublishIndexStep() {}

    /** Directory of releases, relative to the workspace or absolute; null: the releases are on GitHub. */
    @CheckForNull
    public String getFrom() {
        return from;
    }

    @DataBoundSetter
    public void setFrom(@CheckForNull String from) {
        this.from = StepParameters.text(from);
    }

    /** {@code OWNER/NAME} on GitHub; null: that of the multibranch project. */
    @CheckForNull
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(@CheckForNull String repository) {
        this.repository = StepParameters.text(repository);
    }

    /** Directory, relative to the workspace or absolute. */
    @NonNull
    public String getTo() {
        return to;
    }

    @DataBoundSetter
    public void setTo(@CheckForNull String to) {
        this.to = StepParameters.text(to, DescriptorImpl.DEFAULT_TO);
    }

    /** Id of the credentials whose token reads; null: those of the multibranch project. */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = StepParameters.text(credentialsId);
    }

    /** Address of GitHub's API; null: that of the multibranch project, or of github.com. */
    @CheckForNull
    public String getApiUri() {
        return apiUri;
    }

    @DataBoundSetter
    public void setApiUri(@CheckForNull String apiUri) {
        this.apiUri = StepParameters.text(apiUri);
    }

    /** Globs of wheels that are not offered; null for none. */
    @CheckForNull
    public List<String> getLeaveOut() {
        return StepParameters.orNull(leaveOut);
    }

    @DataBoundSetter
    public void setLeaveOut(@CheckForNull List<String> leaveOut) {
        this.leaveOut = StepParameters.lines(leaveOut);
    }

    /** Whether an index with projects is replaced even if there are no wheels. */
    public boolean isAllowEmpty() {
        return allowEmpty;
    }

    @DataBoundSetter
    public void setAllowEmpty(boolean allowEmpty) {
        this.allowEmpty = allowEmpty;
    }

    /** Steps that an earlier version saved lack what it did not know. */
    private Object readResolve() {
        to = StepParameters.text(to, DescriptorImpl.DEFAULT_TO);
        leaveOut = StepParameters.lines(leaveOut);
        return this;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, this);
    }

    private static final class Execution extends GitHubExecution {

        private static final long serialVersionUID = 1L;

        private final PublishIndexStep step;

        Execution(StepContext context, PublishIndexStep step) {
            super(context, "writing the index");
            this.step = step;
        }

        @Override
        Object work() throws IOException, InterruptedException {
            if (step.from != null) {
                return ofDirectory();
            }
            GitHubTarget target = GitHubTarget.of(
                            getContext().get(Run.class),
                            new GitHubTarget.Given(step.repository, step.apiUri, step.credentialsId),
                            "index",
                            "read contents")
                    .checked();
            return act(
                    workspace(),
                    target.credentialsId(),
                    target.api(),
                    (log, token) -> new PublishIndex(log, token, order(target.api(), target.repository())));
        }

        private Object ofDirectory() throws IOException, InterruptedException {
            if (step.repository != null) {
                throw new AbortException("from is a directory of releases, and does not go with repository.");
            }
            return act(workspace(), null, null, (log, token) -> new PublishIndex(log, token, order(null, null)));
        }

        private PublishIndex.Order order(@CheckForNull String api, @CheckForNull String repository) {
            return new PublishIndex.Order(
                    step.from, api, repository, step.to, new ArrayList<>(step.leaveOut), step.allowEmpty);
        }
    }

    /** Describes the step to pipelines and forms. */
    @Extension
    public static final class DescriptorImpl extends GitHubStepDescriptor {

        static final String DEFAULT_TO = "simple";

        @Override
        public String getFunctionName() {
            return "mlcPublishIndex";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.PublishIndexStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return arguments.getOrDefault("to", DEFAULT_TO).toString();
        }
    }
}
