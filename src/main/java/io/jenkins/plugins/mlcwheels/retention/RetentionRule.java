package io.jenkins.plugins.mlcwheels.retention;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import io.jenkins.plugins.mlcwheels.config.MlcWheelsConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * For how long the wheels of a job's builds stay among the artifacts, and who says so. What is said nearest to the job
 * counts: by itself, by its folders from the inside out, by the system configuration.
 *
 * @param days after the end of the build; 0: for ever
 * @param source who says so, for people
 */
@Restricted(NoExternalUse.class)
public record RetentionRule(int days, @NonNull String source) {

    /** Knows the rules of one kind of folder. */
    public interface Finder extends ExtensionPoint {

        /** What this very group says; empty if it says nothing. */
        @NonNull
        Optional<RetentionRule> find(@NonNull ItemGroup<?> group);
    }

    /** What holds for the builds of this job. */
    @NonNull
    public static RetentionRule of(@NonNull Job<?, ?> job) {
        WheelRetentionProperty own = job.getProperty(WheelRetentionProperty.class);
        if (own != null) {
            return new RetentionRule(own.getDays(), "the job " + job.getFullName());
        }
        ItemGroup<?> group = job.getParent();
        while (group instanceof Item folder) {
            Optional<RetentionRule> rule = of(group);
            if (rule.isPresent()) {
                return rule.get();
            }
            group = folder.getParent();
        }
        return new RetentionRule(MlcWheelsConfiguration.get().getRetentionDays(), "the system configuration");
    }

    private static Optional<RetentionRule> of(ItemGroup<?> group) {
        return ExtensionList.lookup(Finder.class).stream()
                .map(finder -> finder.find(group))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Empty: for ever. */
    @NonNull
    Optional<Duration> limit() {
        return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
    }

    /** When the time of the wheels of a build is over; empty: never. */
    @NonNull
    Optional<Instant> due(@NonNull Instant finished) {
        return limit().map(finished::plus);
    }

    @Override
    public String toString() {
        return source
                + (days == 0
                        ? " keeps wheels for ever"
                        : " keeps wheels for " + (days == 1 ? "1 day" : days + " days"));
    }
}
