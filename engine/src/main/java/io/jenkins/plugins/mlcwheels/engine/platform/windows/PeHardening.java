package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.pe.PeFile;
import io.jenkins.plugins.mlcwheels.engine.platform.LimitedFindings;

/** What is worth knowing of a PE file although it loads. */
final class PeHardening {

    private final LimitedFindings findings;

    PeHardening(LimitedFindings findings) {
        this.findings = findings;
    }

    void check(PeFacts file) {
        PeFile pe = file.file();
        if (!pe.extras().managed() && !pe.header().hasDynamicBase()) {
            findings.add(WindowsProblem.NO_ASLR, file.path(), "is loaded at a fixed address");
        }
        if (!pe.extras().managed() && !pe.header().isNxCompatible()) {
            findings.add(WindowsProblem.NO_DEP, file.path(), "does not say that it works with DEP");
        }
        if (pe.extras().certificates() == PeFile.Certificates.BROKEN) {
            findings.add(
                    WindowsProblem.CERTIFICATE_BROKEN,
                    file.path(),
                    "names a table of certificates of " + pe.extras().certificateSize()
                            + " bytes that is not there or contradicts itself");
        }
        pe.extras()
                .pdb()
                .filter(PeHardening::isOnAMachine)
                .ifPresent(pdb -> findings.add(WindowsProblem.PDB_PATH, file.path(), "names " + pdb));
    }

    /** Whether the path has a directory. */
    private static boolean isOnAMachine(String pdb) {
        return pdb.indexOf('\\') >= 0 || pdb.indexOf('/') >= 0;
    }
}
