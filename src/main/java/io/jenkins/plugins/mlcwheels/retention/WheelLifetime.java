package io.jenkins.plugins.mlcwheels.retention;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.record.WheelRemoval;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Until when the wheels of a build are among its artifacts, or since when they are not, and why. For pages. */
@ExportedBean(defaultVisibility = 2)
@Restricted(NoExternalUse.class)
public final class WheelLifetime {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    @CheckForNull
    private final Instant removed;

    @CheckForNull
    private final Instant due;

    private final String reason;
    private final String text;

    private WheelLifetime(@CheckForNull Instant removed, @CheckForNull Instant due, String reason, String text) {
        this.removed = removed;
        this.due = due;
        this.reason = reason;
        this.text = text;
    }

    /** Empty if the build has archived no wheel. Loads nothing but the build. */
    @NonNull
    public static Optional<WheelLifetime> of(@NonNull Run<?, ?> run, @NonNull WheelsAction wheels) {
        if (wheels.getArchivedPaths().isEmpty()) {
            return Optional.empty();
        }
        WheelRemoval removal = wheels.getRemoval();
        return Optional.of(removal == null ? present(run, wheels) : gone(removal, wheels.getObstacle()));
    }

    private static WheelLifetime gone(WheelRemoval removal, @CheckForNull String obstacle) {
        Instant when = removal.getBegan();
        if (removal.isComplete()) {
            return new WheelLifetime(
                    when,
                    null,
                    removal.getReason(),
                    "The wheels left the artifacts on " + DAY.format(when) + ", because " + removal.getReason() + ".");
        }
        return new WheelLifetime(
                null,
                when,
                removal.getReason(),
                "The wheels are leaving the artifacts since " + DAY.format(when) + ", because " + removal.getReason()
                        + (obstacle == null ? "." : ". Some are still there: " + obstacle + "."));
    }

    private static WheelLifetime present(Run<?, ?> run, WheelsAction wheels) {
        Optional<String> protection = BuildEvaluator.protection(run);
        if (protection.isPresent()) {
            return new WheelLifetime(
                    null, null, protection.get(), "The wheels are kept, because " + protection.get() + ".");
        }
        RetentionRule rule = RetentionRule.of(run.getParent());
        Instant due = rule.due(BuildEvaluator.ended(run)).orElse(null);
        if (due == null) {
            return new WheelLifetime(null, null, rule.toString(), "The wheels are kept, because " + rule + ".");
        }
        String obstacle = wheels.getObstacle();
        return new WheelLifetime(
                null,
                due,
                rule.toString(),
                obstacle == null
                        ? "The wheels leave the artifacts after " + DAY.format(due) + ", because " + rule + "."
                        : "The wheels were to leave the artifacts on " + DAY.format(due) + " and are still there: "
                                + obstacle + ".");
    }

    /** When they were removed, as ISO 8601; null as long as they are there. */
    @Exported
    @CheckForNull
    public String getRemoved() {
        return iso(removed);
    }

    /** When their time is over, as ISO 8601; null if it never is, or they are gone. */
    @Exported
    @CheckForNull
    public String getDue() {
        return iso(due);
    }

    @CheckForNull
    private static String iso(@CheckForNull Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Why they were removed, will be, or won't be. */
    @Exported
    @NonNull
    public String getReason() {
        return reason;
    }

    /** All of it as sentences. */
    @Exported
    @NonNull
    public String getText() {
        return text;
    }
}
