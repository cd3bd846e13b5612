package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** That a build compared its wheels with others. A class and not a record, since it is saved in {@code build.xml}. */
@ExportedBean(defaultVisibility = 3)
public final class ComparisonRecord implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String with;

    @CheckForNull
    private final String job;

    private final int build;
    private final int wheels;
    private final int failures;

    /**
     * @param with what the wheels were compared with, for people, such as {@code demo #12}
     * @param job full name of the job whose build it was; null if it was no build
     * @param build number of that build; 0 if it was no build
     * @param wheels how many pairs were compared
     * @param failures how many conditions are not met
     */
    public ComparisonRecord(@NonNull String with, @CheckForNull String job, int build, int wheels, int failures) {
        this.with = Objects.requireNonNull(with);
        this.job = job;
        this.build = build;
        this.wheels = wheels;
        this.failures = failures;
    }

    /** What the wheels were compared with, for people. */
    @Exported
    @NonNull
    public String getWith() {
        return with;
    }

    /** Full name of the job whose build it was; null if it was no build. */
    @CheckForNull
    public String getJob() {
        return job;
    }

    /** Number of that build; 0 if it was no build. */
    @Exported
    public int getBuild() {
        return build;
    }

    /** How many pairs of wheels were compared. */
    @Exported
    public int getWheels() {
        return wheels;
    }

    /** How many conditions are not met. */
    @Exported
    public int getFailures() {
        return failures;
    }
}
