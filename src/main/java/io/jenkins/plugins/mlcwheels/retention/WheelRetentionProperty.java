package io.jenkins.plugins.mlcwheels.retention;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.util.FormValidation;
import io.jenkins.plugins.mlcwheels.config.RetentionDays;
import jenkins.model.Jenkins;
import jenkins.model.OptionalJobProperty;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** For how long the wheels of one job's builds stay among the artifacts, whatever its folders and the system say. */
public final class WheelRetentionProperty extends OptionalJobProperty<Job<?, ?>> {

    private final int days;

    /**
     * @param days 0: for ever
     * @throws IllegalArgumentException unless it is 0 to {@link RetentionDays#MOST}
     */
    @DataBoundConstructor
    public WheelRetentionProperty(int days) {
        this.days = RetentionDays.checked(days);
    }

    /** After the end of the build; 0: for ever. */
    public int getDays() {
        return days;
    }

    /** Names the property for forms, pipelines and Job DSL ({@code mlcWheelRetention}). */
    @Extension
    @Symbol("mlcWheelRetention")
    public static final class DescriptorImpl extends OptionalJobPropertyDescriptor {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.WheelRetentionProperty_displayName();
        }

        /** Refuses what is not a number of days; for those who may configure the job. */
        @POST
        public FormValidation doCheckDays(@AncestorInPath Item item, @QueryParameter String value) {
            (item == null ? Jenkins.get() : item).checkPermission(item == null ? Jenkins.MANAGE : Item.CONFIGURE);
            return RetentionDays.check(value);
        }
    }
}
