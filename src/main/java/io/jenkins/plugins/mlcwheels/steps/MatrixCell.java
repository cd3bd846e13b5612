package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mlcwheels.agent.CellInfo;
import io.jenkins.plugins.mlcwheels.record.CellRecord;
import java.io.Serializable;

/** One build of a step while it goes on. Saved with the step: all fields are plain. */
final class MatrixCell implements Serializable {

    private static final long serialVersionUID = 1L;

    final String name;
    final String identifier;

    @CheckForNull
    final String flavour;

    final String kind;
    final String python;

    @CheckForNull
    final String beforeAll;

    final boolean repairCommand;

    /** Path of the wheel relative to the workspace; null: there is none yet. */
    @CheckForNull
    String wheel;

    @CheckForNull
    String sha256;

    @CheckForNull
    String cache;

    /** The build that made the wheel; null: this one. */
    @CheckForNull
    String servedBy;

    /** Why it failed; null: it did not. */
    @CheckForNull
    String failure;

    int auditCommands;
    long began;
    long took;

    MatrixCell(CellInfo info) {
        name = info.name();
        identifier = info.identifier();
        flavour = info.flavour();
        kind = info.kind();
        python = info.python();
        beforeAll = info.beforeAll();
        repairCommand = info.repairCommand();
    }

    void end(long now) {
        took = now - began;
    }

    CellRecord record() {
        String status = failure != null ? CellRecord.FAILED : servedBy != null ? CellRecord.REUSED : CellRecord.BUILT;
        String why = failure != null ? failure : servedBy != null ? "wheel of " + servedBy : null;
        return new CellRecord(name, status, sha256, took, cache, why);
    }
}
