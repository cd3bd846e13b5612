package io.jenkins.plugins.mlcwheels.config;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlcwheels.credentials.SigningCredentials;
import java.util.Optional;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** With which credentials releases of a folder's jobs are signed, unless something nearer to these says otherwise. */
public final class FolderSigning extends AbstractFolderProperty<AbstractFolder<?>> {

    private final String signWith;

    /** @param signWith id of credentials; empty if nothing is signed, whatever the system configuration says */
    @DataBoundConstructor
    public FolderSigning(@CheckForNull String signWith) {
        this.signWith = Util.fixNull(Util.fixEmptyAndTrim(signWith));
    }

    /** Id of credentials; empty if nothing is signed. */
    @NonNull
    public String getSignWith() {
        return signWith;
    }

    /** Names the property for forms, configuration as code and Job DSL ({@code mlcWheelSigning}). */
    @Extension(optional = true)
    @Symbol("mlcWheelSigning")
    public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.FolderSigning_displayName();
        }

        @Override
        public AbstractFolderProperty<?> newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            return form.optBoolean("specified") ? super.newInstance(request, form) : null;
        }

        /** The credentials that the asker may use here; for others only the id that stands in the form already. */
        @POST
        public ListBoxModel doFillSignWithItems(@AncestorInPath Item item, @QueryParameter String signWith) {
            return SigningCredentials.items(item, signWith);
        }
    }

    /** Reads the property, where folders can have it. */
    @Extension(optional = true)
    public static final class Finder implements SigningDefault.Finder {

        @Override
        @NonNull
        public Optional<String> find(@NonNull ItemGroup<?> group) {
            return group instanceof AbstractFolder<?> folder
                    ? Optional.ofNullable(folder.getProperties().get(FolderSigning.class))
                            .map(FolderSigning::getSignWith)
                    : Optional.empty();
        }
    }
}
