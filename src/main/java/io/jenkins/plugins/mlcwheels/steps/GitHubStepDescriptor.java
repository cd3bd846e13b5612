package io.jenkins.plugins.mlcwheels.steps;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlcwheels.credentials.TokenCredentials;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the descriptors of all steps that work with GitHub have in common. Public, since forms call it. */
@Restricted(NoExternalUse.class)
public abstract class GitHubStepDescriptor extends WheelStepDescriptor {

    /** The credentials that the asker may use here; for others only the id that stands in the form already. */
    @POST
    public ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String credentialsId, @QueryParameter String apiUri) {
        return TokenCredentials.items(item, credentialsId, apiUri);
    }

    /** Refuses what is no {@code OWNER/NAME}. */
    @POST
    public FormValidation doCheckRepository(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.READ);
        return value.isBlank() || value.trim().matches("[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
                ? FormValidation.ok()
                : FormValidation.error(Messages.GitHubStepDescriptor_notARepository());
    }
}
