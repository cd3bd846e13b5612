package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.provenance.BundleSource;
import io.jenkins.plugins.mlcwheels.engine.provenance.Check;
import io.jenkins.plugins.mlcwheels.engine.provenance.FileReport;
import io.jenkins.plugins.mlcwheels.engine.provenance.FileVerifier;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/**
 * A file that is to be verified, wherever it is.
 *
 * @param place of the file, for people
 * @param name of the file, without a directory
 * @param digest reads its bytes
 * @param bundles where its bundles are
 */
record VerifyTarget(String place, String name, DigestSource digest, BundleSource bundles) {

    /** Gives the SHA-256 of a file. */
    @FunctionalInterface
    interface DigestSource {
        /** @throws NoSuchFileException if there is no such file */
        String sha256() throws IOException;
    }

    /** @throws EngineException if a server failed */
    FileReport verify(FileVerifier verifier) throws IOException {
        String sha256;
        try {
            sha256 = digest.sha256();
        } catch (NoSuchFileException e) {
            return FileReport.failed(place, new Check("file", name, "no such file", false));
        }
        FileReport report = verifier.verify(name, sha256, bundles);
        return new FileReport(place, report.sha256(), report.checks(), report.unreadable(), report.statements());
    }
}
