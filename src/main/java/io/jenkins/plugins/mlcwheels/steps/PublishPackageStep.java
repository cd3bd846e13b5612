package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlcwheels.credentials.TokenCredentials;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.packageindex.PackageIndex;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.io.Serializable;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Uploads the wheels of a build to a package index such as PyPI. */
public final class PublishPackageStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String index;
    private String simple;
    private String wheels;
    private String credentialsId;
    private boolean requireTests = true;
    private boolean allowUnproven;
    private boolean dryRun;
    private long maxSize;
    private String minRate = PublishReleaseStep.DescriptorImpl.DEFAULT_MIN_RATE;

    @DataBoundConstructor
    public PublishPackageStep() {}

    /** {@code pypi}, {@code testpypi}, or the address that takes files. */
    @CheckForNull
    public String getIndex() {
        return index;
    }

    @DataBoundSetter
    public void setIndex(@CheckForNull String index) {
        this.index = StepParameters.text(index);
    }

    /** Where the index lists files; null for {@code simple/} below its address. */
    @CheckForNull
    public String getSimple() {
        return simple;
    }

    @DataBoundSetter
    public void setSimple(@CheckForNull String simple) {
        this.simple = StepParameters.text(simple);
    }

    /** Ant pattern of the wheels, relative to the current directory; null: all that the build recorded. */
    @CheckForNull
    public String getWheels() {
        return wheels;
    }

    @DataBoundSetter
    public void setWheels(@CheckForNull String wheels) {
        this.wheels = StepParameters.text(wheels);
    }

    /** Id of the credentials that upload; null for an index that lets everybody. */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = StepParameters.text(credentialsId);
    }

    /** Whether only wheels are uploaded that this build has tested. */
    public boolean isRequireTests() {
        return requireTests;
    }

    @DataBoundSetter
    public void setRequireTests(boolean requireTests) {
        this.requireTests = requireTests;
    }

    /** Whether wheels are uploaded too whose test allowed imports from anywhere. */
    public boolean isAllowUnproven() {
        return allowUnproven;
    }

    @DataBoundSetter
    public void setAllowUnproven(boolean allowUnproven) {
        this.allowUnproven = allowUnproven;
    }

    /** Whether the plan is only printed. */
    public boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** The largest file that the index takes, in bytes; 0 for what it is known to take. */
    public long getMaxSize() {
        return maxSize;
    }

    @DataBoundSetter
    public void setMaxSize(long maxSize) {
        this.maxSize = Math.max(0, maxSize);
    }

    /** Bytes per second below which an upload is restarted, such as {@code 20k}. */
    @NonNull
    public String getMinRate() {
        return minRate;
    }

    @DataBoundSetter
    public void setMinRate(@CheckForNull String minRate) {
        this.minRate = StepParameters.text(minRate, PublishReleaseStep.DescriptorImpl.DEFAULT_MIN_RATE);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new PublishPackageExecution(context, this);
    }

    /** Describes the step to pipelines and forms. */
    @Extension
    public static final class DescriptorImpl extends WheelStepDescriptor {

        @Override
        public String getFunctionName() {
            return "mlcPublishPackage";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.PublishPackageStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            Object index = arguments.get("index");
            return index == null ? null : index.toString();
        }

        /** The credentials that the asker may use here; for others only the id that stands in the form already. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String credentialsId, @QueryParameter String index) {
            return TokenCredentials.items(item, credentialsId, PublishPackageExecution.address(index));
        }

        /** Refuses what is no address of an index, unless it has a variable in it. */
        @POST
        public FormValidation doCheckIndex(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.READ);
            String text = value.trim();
            if (text.isEmpty() || text.contains("$") || text.equals("pypi") || text.equals("testpypi")) {
                return FormValidation.ok();
            }
            try {
                PackageIndex.of(URI.create(text), Optional.empty());
                return FormValidation.ok();
            } catch (EngineException e) {
                return FormValidation.error(StepWords.sentence(e));
            } catch (IllegalArgumentException e) {
                return FormValidation.error(Messages.PublishPackageStep_notAnIndex());
            }
        }
    }
}
