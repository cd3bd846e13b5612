package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of a repair.
 *
 * @param output the repaired wheel
 * @param grafts libraries that were put into it
 * @param audit of the repaired wheel; it passed
 */
public record RepairReport(Path output, List<LibraryGraft> grafts, AuditReport audit) {

    public RepairReport {
        grafts = List.copyOf(grafts);
    }
}
