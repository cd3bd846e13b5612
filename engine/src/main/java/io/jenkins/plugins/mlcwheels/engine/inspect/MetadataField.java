package io.jenkins.plugins.mlcwheels.engine.inspect;

import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;

/**
 * A line of METADATA. Texts are fit to be shown.
 *
 * @param name as in the file
 * @param value on one line
 */
public record MetadataField(String name, String value) {

    private static final int LONGEST = 500;

    public MetadataField {
        name = ReportTexts.name(name);
        value = PrintableText.folded(value, LONGEST);
    }
}
