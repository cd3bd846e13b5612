package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.List;

/**
 * Whether the new wheel is for newer systems only. Texts are fit to be shown.
 *
 * @param newer whether a system that takes the old wheel may not take the new one, or not run it
 * @param summary one sentence; empty if nothing changed
 * @param reasons symbols and libraries that the newer tag comes from, as sentences
 */
public record TagChange(boolean newer, String summary, List<String> reasons) {

    private static final int LONGEST = 1000;
    private static final int MOST = 100;

    public TagChange {
        summary = PrintableText.line(summary, LONGEST);
        reasons = ReportTexts.first(reasons, MOST).stream()
                .map(reason -> PrintableText.line(reason, LONGEST))
                .toList();
    }
}
