package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.CopyAuditor;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.NamePatterns;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Audits a repaired wheel before it is called done. All that was written anew is read back; of entries that were copied
 * as they were compressed, the headers are compared with the source's, which was read and checked.
 */
final class ResultCheck {

    private ResultCheck() {}

    /**
     * @param leftOut what was not grafted, by SONAME
     * @throws RepairFailedException if the wheel does not hold its tags or its structure is not sound
     */
    static AuditReport audit(
            WheelArchive source,
            WheelAuditor.Scan scan,
            Path written,
            WheelEdit edit,
            RepairOptions options,
            NamePatterns leftOut)
            throws IOException {
        try (WheelArchive result = WheelArchive.open(written)) {
            AuditOptions demands = AuditOptions.DEFAULT
                    .withExcludes(leftOut)
                    .withAnyInstructionSet(options.anyInstructionSet())
                    .withDigest(false)
                    .withThreads(options.threads());
            AuditReport report = CopyAuditor.audit(result, source, scan, edit.changed(), demands);
            Optional<Finding> worse = report.findings().stream()
                    .filter(finding -> finding.isError() && !isOfTheSource(finding, scan))
                    .findFirst();
            if (worse.isPresent()) {
                Finding first = worse.get();
                throw new RepairFailedException(
                        result.filename() + " would not pass an audit: " + first.where() + ": " + first.message(),
                        "Fix the wheel's source; see the codes of findings in docs/audit.md (" + first.code() + ").");
            }
            return report;
        }
    }

    private static boolean isOfTheSource(Finding finding, WheelAuditor.Scan scan) {
        return WheelRepairer.DESCRIPTION.contains(finding.code())
                && scan.contents().findings().contains(finding);
    }

    /** The report, for the place that the wheel was moved to. */
    static AuditReport at(AuditReport report, Path place) {
        return report.withPath(place.toString());
    }
}
