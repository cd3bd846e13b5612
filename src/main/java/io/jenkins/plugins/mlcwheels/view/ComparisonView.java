package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.compare.ComparisonText;
import io.jenkins.plugins.mlcwheels.engine.compare.GateFailure;
import io.jenkins.plugins.mlcwheels.engine.compare.SetComparison;
import io.jenkins.plugins.mlcwheels.record.ComparisonRecord;
import io.jenkins.plugins.mlcwheels.record.ComparisonsAction;
import java.io.IOException;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.springframework.security.access.AccessDeniedException;

/** A comparison of the wheels of a build with others, as the page shows it. Read when it is shown. */
@ExportedBean(defaultVisibility = 2)
public final class ComparisonView {

    private final ComparisonsAction action;
    private final String step;
    private final ComparisonRecord record;

    @CheckForNull
    private SetComparison comparison;

    private String problem = "";

    ComparisonView(ComparisonsAction action, String step, ComparisonRecord record) {
        this.action = action;
        this.step = step;
        this.record = record;
    }

    /** What the wheels were compared with; nothing of a job that the reader may not see. */
    @Exported
    @NonNull
    public String getWith() {
        return isVisible() ? record.getWith() : "a build that you may not see";
    }

    /** The text of a comparison names what is in both wheels. */
    private boolean isVisible() {
        try {
            return record.getJob() == null || Jenkins.get().getItemByFullName(record.getJob()) != null;
        } catch (AccessDeniedException e) {
            return false;
        }
    }

    /** The conditions that are not met, a sentence each; none if the reader may not see the other wheels. */
    @Exported
    @NonNull
    public synchronized List<String> getFailures() throws IOException {
        if (!isVisible()) {
            return List.of();
        }
        read();
        return comparison == null
                ? List.of()
                : comparison.failures().stream().map(GateFailure::toString).toList();
    }

    /** What differs, in not more lines than a screen has; empty if the reader may not see it. */
    @NonNull
    public synchronized String getText() throws IOException {
        if (!isVisible()) {
            return "";
        }
        read();
        return comparison == null ? problem : String.join("\n", ComparisonText.of(comparison.held(List.of()), false));
    }

    private synchronized void read() throws IOException {
        if (comparison == null && problem.isEmpty()) {
            String json = action.json(step);
            if (json == null) {
                problem = "The comparison is no longer there.";
                return;
            }
            try {
                comparison = SetComparison.parse(json);
            } catch (EngineException e) {
                problem = "The comparison can't be read: " + e.getMessage();
            }
        }
    }
}
