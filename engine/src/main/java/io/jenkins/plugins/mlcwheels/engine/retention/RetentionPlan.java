package io.jenkins.plugins.mlcwheels.engine.retention;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Per item keep or delete, with the reason. Made by {@link #of}; prints as one line per item.
 *
 * @param decisions one per item: first what is kept, then what is deleted, in the order in which to delete it, so that
 *     an interruption leaves nothing that needs what is gone: what needs others goes before these
 */
public record RetentionPlan(List<RetentionDecision> decisions) {

    public RetentionPlan {
        decisions = List.copyOf(decisions);
    }

    /**
     * Decides about all items at once.
     *
     * @param now the time at which ages are measured
     * @throws RetentionRefusedException if two items have one id
     */
    public static RetentionPlan of(List<RetentionItem> items, RetentionPolicy policy, Instant now) {
        return new RetentionPlan(new RetentionEvaluator(items, policy, now).decide());
    }

    /** What stays. */
    public List<RetentionItem> kept() {
        return decisions.stream()
                .filter(RetentionDecision::keep)
                .map(RetentionDecision::item)
                .toList();
    }

    /** What goes, in the order in which it is to be deleted. */
    public List<RetentionItem> deleted() {
        return decisions.stream()
                .filter(decision -> !decision.keep())
                .map(RetentionDecision::item)
                .toList();
    }

    /**
     * The plan itself, if it is one that a careful person would carry out unseen.
     *
     * @param force carry out whatever it says
     * @throws RetentionRefusedException if it deletes everything, or a larger share than the policy allows
     */
    public RetentionPlan checked(RetentionPolicy policy, boolean force) {
        int deletes = deleted().size();
        if (force || deletes == 0) {
            return this;
        }
        if (deletes == decisions.size()) {
            throw RetentionRefusedException.ofPlan(
                    "all " + deletes + " items would be deleted", "Look at the plan; if it is meant, force it.");
        }
        if (deletes > policy.largestShare() * decisions.size()) {
            throw RetentionRefusedException.ofPlan(
                    String.format(
                            Locale.ROOT,
                            "%d of %d items would be deleted, more than the share of %.0f %%",
                            deletes,
                            decisions.size(),
                            policy.largestShare() * 100),
                    "Look at the plan; if it is meant, force it or raise the share.");
        }
        return this;
    }

    /** One line per item, then the numbers. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        decisions.forEach(decision -> text.append(decision).append('\n'));
        int deletes = deleted().size();
        return text.append(deletes)
                .append(" to delete, ")
                .append(decisions.size() - deletes)
                .append(" to keep")
                .toString();
    }
}
