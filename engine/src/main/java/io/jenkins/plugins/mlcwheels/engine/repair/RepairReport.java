package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came of a repair.
 *
 * @param output the repaired wheel
 * @param grafts libraries that were put into it
 * @param audit of the repaired wheel; it passed
 * @param symbols the archive with what was split off its files; empty if nothing was
 */
public record RepairReport(Path output, List<LibraryGraft> grafts, AuditReport audit, Optional<Path> symbols) {

    public RepairReport {
        grafts = List.copyOf(grafts);
    }
}
