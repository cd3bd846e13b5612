package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One cause of what a report says, however many files it shows in: what a person reads in the place of the single
 * findings and constraints.
 *
 * @param severity of findings; empty for what keeps the platform tag from being more portable
 * @param label the code of the findings, or the platform tag that is the best while the cause stands
 * @param what one sentence, or the beginning of one that the examples complete
 * @param count how many files or names are concerned
 * @param examples lines with the first three of them; none if the sentence names the only one
 * @param remedy one sentence; empty if there is nothing to advise
 */
public record AuditCause(
        Optional<Severity> severity, String label, String what, int count, List<String> examples, String remedy) {

    public AuditCause {
        examples = List.copyOf(examples);
    }

    /** Whether it fails the audit. */
    public boolean isError() {
        return severity.filter(Severity.ERROR::equals).isPresent();
    }

    /** Whether it keeps the platform tag from being more portable. */
    public boolean isPin() {
        return severity.isEmpty();
    }

    /** What there is to say of it beside {@code label: what}, line by line. */
    public List<String> details() {
        List<String> lines = new ArrayList<>(examples);
        if (!remedy.isEmpty()) {
            lines.add(remedy);
        }
        return lines;
    }
}
