package io.jenkins.plugins.mlcwheels.retention;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.util.FormValidation;
import io.jenkins.plugins.mlcwheels.config.RetentionDays;
import java.util.Optional;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** For how long wheels stay among the artifacts of a folder's jobs, unless something nearer to these says otherwise. */
public final class FolderWheelRetention extends AbstractFolderProperty<AbstractFolder<?>> {

    private final int days;

    /**
     * @param days 0: for ever
     * @throws IllegalArgumentException unless it is 0 to {@link RetentionDays#MOST}
     */
    @DataBoundConstructor
    public FolderWheelRetention(int days) {
        this.days = RetentionDays.checked(days);
    }

    /** After the end of the build; 0: for ever. */
    public int getDays() {
        return days;
    }

    /** Names the property for forms, configuration as code and Job DSL ({@code mlcWheelRetention}). */
    @Extension(optional = true)
    @Symbol("mlcWheelRetention")
    public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.FolderWheelRetention_displayName();
        }

        @Override
        public AbstractFolderProperty<?> newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            return form.optBoolean("specified") ? super.newInstance(request, form) : null;
        }

        /** Refuses what is not a number of days; for those who may configure the folder. */
        @POST
        public FormValidation doCheckDays(@AncestorInPath Item item, @QueryParameter String value) {
            (item == null ? Jenkins.get() : item).checkPermission(item == null ? Jenkins.MANAGE : Item.CONFIGURE);
            return RetentionDays.check(value);
        }
    }

    /** Reads the property, where folders can have it. */
    @Extension(optional = true)
    public static final class Finder implements RetentionRule.Finder {

        @Override
        @NonNull
        public Optional<RetentionRule> find(@NonNull ItemGroup<?> group) {
            return group instanceof AbstractFolder<?> folder
                    ? Optional.ofNullable(folder.getProperties().get(FolderWheelRetention.class))
                            .map(rule -> new RetentionRule(rule.days, "the folder " + folder.getFullName()))
                    : Optional.empty();
        }
    }
}
