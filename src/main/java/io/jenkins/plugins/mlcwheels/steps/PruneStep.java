package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.util.FormValidation;
import io.jenkins.plugins.mlcwheels.agent.PruneOrder;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the steps have in common that delete what is old on GitHub. Public, since forms bind it. */
@Restricted(NoExternalUse.class)
public abstract class PruneStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String repository;
    private int keep;
    private ArrayList<String> protect = new ArrayList<>();
    private Double maxShare;
    private boolean force;
    private String credentialsId;
    private String apiUri;
    private boolean dryRun = true;

    PruneStep(int keep) {
        this.keep = keep;
    }

    /** What is pruned; null if nothing was said. */
    @CheckForNull
    public final String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public final void setRepository(@CheckForNull String repository) {
        this.repository = StepParameters.text(repository);
    }

    /** How many of the newest stay, at least 1. */
    public final int getKeep() {
        return keep;
    }

    @DataBoundSetter
    public final void setKeep(int keep) {
        this.keep = keep;
    }

    /** Globs of what stays whatever else holds. */
    @CheckForNull
    public final List<String> getProtect() {
        return StepParameters.orNull(protect);
    }

    @DataBoundSetter
    public final void setProtect(@CheckForNull List<String> protect) {
        this.protect = StepParameters.lines(protect);
    }

    /** The share of all, above 0 and at most 1, that may go; null for anything but everything. */
    @CheckForNull
    public final Double getMaxShare() {
        return maxShare;
    }

    @DataBoundSetter
    public final void setMaxShare(@CheckForNull Double maxShare) {
        this.maxShare = maxShare;
    }

    /** Whether even a plan is carried out that deletes more than is allowed. */
    public final boolean isForce() {
        return force;
    }

    @DataBoundSetter
    public final void setForce(boolean force) {
        this.force = force;
    }

    /** Id of the credentials whose token deletes; null if nobody said. */
    @CheckForNull
    public final String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public final void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = StepParameters.text(credentialsId);
    }

    /** Address of GitHub's API; null: the one that goes with the repository. */
    @CheckForNull
    public final String getApiUri() {
        return apiUri;
    }

    @DataBoundSetter
    public final void setApiUri(@CheckForNull String apiUri) {
        this.apiUri = StepParameters.text(apiUri);
    }

    /** Whether the plan is only printed. */
    public final boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public final void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    final PruneOrder order(boolean byVersion) {
        double share = maxShare == null ? RetentionPolicy.ALL_BUT_EVERYTHING : maxShare;
        return new PruneOrder(keep, protect, byVersion, share, force, dryRun);
    }

    /** What the descriptors of these steps have in common. */
    @Restricted(NoExternalUse.class)
    public abstract static class PruneStepDescriptor extends GitHubStepDescriptor {

        /** Refuses what is not a number from 1. */
        @POST
        public FormValidation doCheckKeep(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.READ);
            return FormValidation.validatePositiveInteger(value);
        }

        /** Refuses what is not a share above 0 and up to 1. */
        @POST
        public FormValidation doCheckMaxShare(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.READ);
            return value.isBlank() || isShare(value)
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.PruneStep_notAShare());
        }

        private static boolean isShare(String value) {
            try {
                double share = Double.parseDouble(value);
                return share > 0 && share <= 1;
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }
}
