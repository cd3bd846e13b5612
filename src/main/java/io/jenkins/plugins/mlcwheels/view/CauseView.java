package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditCause;
import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One cause of what an audit says, however many files it shows in. */
@ExportedBean(defaultVisibility = 3)
public final class CauseView {

    private final AuditCause cause;

    CauseView(@NonNull AuditCause cause) {
        this.cause = cause;
    }

    /** {@code error}, {@code warning} or {@code info}; {@code pin} for what keeps the tag from being more portable. */
    @Exported
    public String getSeverity() {
        return cause.severity().map(KebabCase::of).orElse("pin");
    }

    /** The code of the findings, or the platform tag that is the best while the cause stands. */
    @Exported
    public String getLabel() {
        return cause.label();
    }

    /** One sentence without a line break. */
    @Exported
    public String getWhat() {
        return cause.what();
    }

    /** How many files or names are concerned. */
    @Exported
    public int getCount() {
        return cause.count();
    }

    /** The first three of them; none where the sentence names the only one. */
    @Exported
    public List<String> getExamples() {
        return cause.examples();
    }

    /** What to do about it; empty if there is no general advice. */
    @Exported
    public String getRemedy() {
        return StepWords.of(cause.remedy());
    }
}
