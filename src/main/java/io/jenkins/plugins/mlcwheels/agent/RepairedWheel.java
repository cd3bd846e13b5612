package io.jenkins.plugins.mlcwheels.agent;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOutcome;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairFailedException;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairReport;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairSeries;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * Puts wheels into a directory, repaired or as they are, and audits them.
 *
 * @param target the directory
 * @param series repairs into it
 * @param audit how what is not repaired is audited
 */
record RepairedWheel(Path target, RepairSeries series, AuditOptions audit) {

    /**
     * A wheel without native code goes into the directory as it is, and so does one that can't be repaired, with an audit
     * that has failed.
     *
     * @param done takes the report of the repair, if there was one
     */
    AuditReport repair(Path wheel, ProgressListener progress, Consumer<RepairReport> done) throws IOException {
        try {
            RepairReport report = series.repair(wheel, progress);
            done.accept(report);
            return report.audit().withSha256(Sha256.of(report.output()));
        } catch (NotAPlatformWheelException e) {
            return keep(wheel);
        } catch (RepairFailedException e) {
            return WheelAuditor.audit(copy(wheel), audit)
                    .withFinding(finding(wheel.getFileName().toString(), e));
        }
    }

    /** Takes a wheel as it is. */
    AuditReport keep(Path wheel) throws IOException {
        return AuditOutcome.of(copy(wheel), audit);
    }

    private Path copy(Path wheel) throws IOException {
        Path copy = target.resolve(wheel.getFileName());
        series.claim(copy, wheel);
        Path part = Files.createTempFile(target, ".mlc-wheels-", ".part");
        try {
            Files.copy(wheel, part, StandardCopyOption.REPLACE_EXISTING);
            return Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A finding says apart from its message what it is about, which begins the message of an exception. */
    private static Finding finding(String filename, RepairFailedException failure) {
        String message = StepWords.sentence(failure).replaceAll("\\s+", " ");
        return new Finding(
                Severity.ERROR,
                RepairWheels.REPAIR_FAILED,
                filename,
                message.startsWith(filename)
                        ? message.substring(filename.length()).replaceFirst("^:? ", "")
                        : message);
    }
}
