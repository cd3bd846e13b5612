package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Something about a wheel that a person should know. */
@ExportedBean(defaultVisibility = 3)
public final class FindingView {

    private final Finding finding;

    FindingView(@NonNull Finding finding) {
        this.finding = finding;
    }

    /** {@code error}, {@code warning} or {@code info}. */
    @Exported
    public String getSeverity() {
        return KebabCase.of(finding.severity());
    }

    /** Stable name of the kind of finding. */
    @Exported
    public String getCode() {
        return finding.code();
    }

    /** The entry of the wheel that it is about, or the wheel's name. */
    @Exported
    public String getWhere() {
        return finding.where();
    }

    /** One sentence without a line break. */
    @Exported
    public String getMessage() {
        return finding.message();
    }
}
