package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.ListBoxModel.Option;
import io.jenkins.plugins.mlcwheels.agent.Objection;
import io.jenkins.plugins.mlcwheels.agent.PruneImages;
import io.jenkins.plugins.mlcwheels.agent.PruneOrder;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.registry.ImageRepository;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Deletes old images from the GitHub Container Registry, or shows what it would delete. */
public final class PruneImagesStep extends PruneStep {

    private static final long serialVersionUID = 1L;

    private String newestBy = DescriptorImpl.DEFAULT_NEWEST_BY;

    @DataBoundConstructor
    public PruneImagesStep() {
        super(DescriptorImpl.DEFAULT_KEEP);
    }

    /** {@code time} or {@code version}. */
    @NonNull
    public String getNewestBy() {
        return newestBy;
    }

    @DataBoundSetter
    public void setNewestBy(@CheckForNull String newestBy) {
        this.newestBy = StepParameters.text(newestBy, DescriptorImpl.DEFAULT_NEWEST_BY);
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        if (!newestBy.equals(DescriptorImpl.DEFAULT_NEWEST_BY) && !newestBy.equals(DescriptorImpl.VERSION)) {
            throw new AbortException("newestBy has to be time or version, not '" + newestBy + "'.");
        }
        return new Execution(context, this);
    }

    private static final class Execution extends GitHubExecution {

        private static final long serialVersionUID = 1L;

        private final PruneImagesStep step;

        Execution(StepContext context, PruneImagesStep step) {
            super(context, "pruning images");
            this.step = step;
        }

        @Override
        Object work() throws IOException, InterruptedException {
            Optional<Objection> objection =
                    GitHubTarget.objectionToDeletion(getContext().get(Run.class));
            if (objection.isPresent()) {
                throw new AbortException(objection.get().toString());
            }
            ImageRepository images = images();
            if (step.getCredentialsId() == null) {
                throw new AbortException("No credentials to prune " + images
                        + ": set credentialsId, of a token that may read and delete packages.");
            }
            FilePath workspace = workspace();
            PruneOrder order = step.order(step.newestBy.equals(DescriptorImpl.VERSION));
            String api = images.api().toString();
            return act(
                    workspace,
                    step.getCredentialsId(),
                    api,
                    (log, token) -> new PruneImages(log, token, step.getRepository(), api, order));
        }

        private ImageRepository images() throws AbortException {
            if (step.getRepository() == null) {
                throw new AbortException(
                        "It is not known which images to prune. Give repository: 'ghcr.io/OWNER/NAME'.");
            }
            try {
                return ImageRepository.parse(
                        step.getRepository(),
                        Optional.ofNullable(step.getApiUri()).map(URI::create));
            } catch (EngineException e) {
                throw new AbortException(StepWords.sentence(e));
            } catch (IllegalArgumentException e) {
                throw new AbortException("'" + step.getApiUri()
                        + "' is not an address. Give apiUri such as https://github.example.org/api/v3.");
            }
        }
    }

    /** Describes the step to pipelines and forms. */
    @Extension
    public static final class DescriptorImpl extends PruneStepDescriptor {

        static final int DEFAULT_KEEP = 5;
        static final String DEFAULT_NEWEST_BY = "time";
        static final String VERSION = "version";

        @Override
        public String getFunctionName() {
            return "mlcPruneImages";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.PruneImagesStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            Object repository = arguments.get("repository");
            return repository == null ? null : repository.toString();
        }

        /** The two meanings of newest. */
        @POST
        public ListBoxModel doFillNewestByItems() {
            Jenkins.get().checkPermission(Jenkins.READ);
            return new ListBoxModel(
                    new Option("Those pushed last", DEFAULT_NEWEST_BY),
                    new Option("Those with the highest version as a tag", VERSION));
        }

        @Override
        @POST
        public FormValidation doCheckRepository(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.READ);
            return value.isBlank() || value.trim().matches("[A-Za-z0-9.:-]+(/[A-Za-z0-9._-]+){2,}")
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.PruneImagesStep_notAnImage());
        }
    }
}
