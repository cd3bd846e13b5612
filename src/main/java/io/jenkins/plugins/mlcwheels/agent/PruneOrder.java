package io.jenkins.plugins.mlcwheels.agent;

import hudson.AbortException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionItem;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPlan;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionRefusedException;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionReport;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How much is kept of something, and whether anything is deleted at all.
 *
 * @param keep how many of the newest
 * @param protect globs of what is kept whatever else holds
 * @param maxShare share of all, above 0 and at most 1, that may be deleted; at 1 it still must not be everything
 * @param force delete even more than that
 */
public record PruneOrder(
        int keep, ArrayList<String> protect, boolean byVersion, double maxShare, boolean force, boolean dryRun)
        implements Serializable {

    RetentionPolicy policy(String... alsoProtected) {
        List<String> globs = new ArrayList<>(protect);
        globs.addAll(List.of(alsoProtected));
        return RetentionPolicy.newest(keep, globs.toArray(String[]::new))
                .orderedBy(byVersion ? RetentionPolicy.Order.VERSION : RetentionPolicy.Order.TIME)
                .deletingAtMost(maxShare);
    }

    /**
     * Tells the plan, and carries it out unless this is a dry run.
     *
     * @return the ids of what is deleted, or would be
     * @throws AbortException if not all could be deleted
     * @throws RetentionRefusedException if the plan deletes too much, once it is told
     */
    ArrayList<String> carryOut(
            RetentionPlan plan, Function<RetentionPlan, RetentionReport> deletion, ProgressListener progress)
            throws AbortException {
        tell(plan, progress);
        plan.checked(policy(), force);
        if (dryRun) {
            if (!plan.deleted().isEmpty()) {
                progress.on(new ProgressListener.Notice("Nothing was deleted. Say dryRun: false to delete.", false));
            }
            return ids(plan.deleted());
        }
        RetentionReport report = deletion.apply(plan);
        tell(report, progress);
        if (report.isRefusedOnly()) {
            throw new AbortException("Something stays that is refused to be deleted; the log above says what and why."
                    + " Protect what will be refused the next time, too.");
        }
        if (!report.isComplete()) {
            throw new AbortException("Not all that is to go could be deleted; the log above says what is left and why."
                    + " The next run tries again.");
        }
        return ids(report.deleted());
    }

    private static void tell(Object what, ProgressListener progress) {
        what.toString().lines().forEach(line -> progress.on(new ProgressListener.Notice(line, false)));
    }

    private static ArrayList<String> ids(List<RetentionItem> items) {
        ArrayList<String> ids = new ArrayList<>();
        items.forEach(item -> ids.add(item.id()));
        return ids;
    }
}
