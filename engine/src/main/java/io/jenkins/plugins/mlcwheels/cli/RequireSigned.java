package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.provenance.Check;
import io.jenkins.plugins.mlcwheels.engine.provenance.FileReport;
import io.jenkins.plugins.mlcwheels.engine.provenance.FileVerifier;
import io.jenkins.plugins.mlcwheels.engine.provenance.PolicyFile;
import io.jenkins.plugins.mlcwheels.engine.provenance.TrustedKey;
import io.jenkins.plugins.mlcwheels.engine.provenance.VerifyPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Takes only files that were signed. */
final class RequireSigned {

    @Option(
            names = "--require-signed",
            paramLabel = "PUB",
            description = "Accept only wheels with a provenance beside them that is signed by this public key (PEM);"
                    + " repeatable.")
    private List<Path> files = List.of();

    @Option(
            names = "--require-policy",
            paramLabel = "FILE",
            description = "What the provenance has to say (TOML), as of verify --policy; may name the keys.")
    private Path policy;

    boolean isAsked() {
        return !files.isEmpty() || policy != null;
    }

    /** @throws EngineException if one is not signed, or does not say what it has to */
    void check(List<Path> wheels) throws IOException {
        if (!isAsked()) {
            return;
        }
        FileVerifier verifier = verifier();
        for (Path wheel : wheels) {
            FileReport report = LocalTargets.file(wheel).verify(verifier);
            if (report.unreadable().isPresent()) {
                throw report.unreadable().get();
            }
            for (Check check : report.checks()) {
                if (!check.passed()) {
                    throw new EngineException(
                            EngineException.Kind.VERIFICATION_FAILED,
                            wheel + ": " + check.name() + ": expected " + check.expected() + "; found " + check.found(),
                            "See mlc-wheels verify; take the wheel that was built and signed.");
                }
            }
        }
    }

    List<TrustedKey> keys() throws IOException {
        List<Path> all = new ArrayList<>(files);
        if (policy != null) {
            all.addAll(PolicyFile.read(policy).keys());
        }
        List<TrustedKey> keys = new ArrayList<>();
        for (Path file : all) {
            keys.add(TrustedKey.read(file));
        }
        return keys;
    }

    private FileVerifier verifier() throws IOException {
        VerifyPolicy asked = policy == null
                ? VerifyPolicy.PROVENANCE
                : PolicyFile.read(policy).policy();
        return new FileVerifier(keys(), asked, Clock.systemUTC().instant());
    }
}
