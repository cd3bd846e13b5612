package io.jenkins.plugins.mlcwheels.engine.inspect;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;

/**
 * A finding of the audit. Texts are fit to be shown.
 *
 * @param severity {@code error}, {@code warning} or {@code info}
 * @param where the file that it is about, or the name of the wheel
 */
public record InspectedFinding(String severity, String code, String where, String message) {

    static InspectedFinding of(Finding finding) {
        return new InspectedFinding(
                KebabCase.of(finding.severity()), finding.code(), finding.where(), finding.message());
    }

    /** In one line, without its place. */
    String words() {
        return severity + " " + code + ": " + message;
    }
}
