package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;
import java.util.List;

/**
 * A field of the metadata that differs. Texts are fit to be shown.
 *
 * @param field as METADATA names it; {@code Entry-Point} for those, {@code License-Text} for files of licences
 * @param removed values that only the old wheel has
 * @param added values that only the new wheel has
 */
public record FieldChange(String field, List<String> removed, List<String> added) {

    private static final int MOST = 500;

    public FieldChange {
        field = ReportTexts.name(field);
        removed = ReportTexts.names(removed, MOST);
        added = ReportTexts.names(added, MOST);
    }
}
