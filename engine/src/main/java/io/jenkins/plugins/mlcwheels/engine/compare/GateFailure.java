package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;

/**
 * A condition that a wheel does not meet. Texts are fit to be shown.
 *
 * @param condition as it was asked for, such as {@code size+10%}
 * @param wheel name of the new wheel, or of the old one if there is no new one
 * @param reason one sentence
 */
public record GateFailure(String condition, String wheel, String reason) {

    private static final int LONGEST = 1000;

    public GateFailure {
        condition = ReportTexts.name(condition);
        wheel = ReportTexts.name(wheel);
        reason = PrintableText.line(reason, LONGEST);
    }

    @Override
    public String toString() {
        return condition + ": " + wheel + ": " + reason;
    }
}
