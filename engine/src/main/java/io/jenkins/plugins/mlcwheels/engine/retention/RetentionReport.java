package io.jenkins.plugins.mlcwheels.engine.retention;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a plan that was carried out.
 *
 * @param kept what the plan kept
 * @param deleted what is gone, in the order in which it went
 * @param failed from the id of what could not be deleted to the reason
 * @param refused from the id of what its owner will not have deleted, now or the next time, to the reason
 * @param untried from the id of what was left alone for that, though the plan has it deleted, to the reason
 */
public record RetentionReport(
        List<RetentionItem> kept,
        List<RetentionItem> deleted,
        Map<String, String> failed,
        Map<String, String> refused,
        Map<String, String> untried) {

    public RetentionReport {
        kept = List.copyOf(kept);
        deleted = List.copyOf(deleted);
        failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
        refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
        untried = Collections.unmodifiableMap(new LinkedHashMap<>(untried));
    }

    /** Whether all that the plan has deleted is gone. */
    public boolean isComplete() {
        return failed.isEmpty() && refused.isEmpty() && untried.isEmpty();
    }

    /** Whether all is gone but what will not be deleted, and what that needs. */
    public boolean isRefusedOnly() {
        return failed.isEmpty() && !refused.isEmpty();
    }

    /** A line for each failure and what was left alone for it, then the numbers. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        failed.forEach((id, reason) -> lines.add("failed  " + id + ": " + reason));
        refused.forEach((id, reason) -> lines.add("refused " + id + ": " + reason));
        untried.forEach((id, reason) -> lines.add("left    " + id + ": " + reason));
        lines.add(deleted.size() + " deleted, " + kept.size() + " kept, " + failed.size() + " failed, "
                + (refused.isEmpty() ? "" : refused.size() + " refused, ") + untried.size() + " left for next time");
        return String.join(System.lineSeparator(), lines);
    }
}
