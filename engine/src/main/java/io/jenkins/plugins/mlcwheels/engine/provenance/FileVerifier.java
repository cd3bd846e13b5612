package io.jenkins.plugins.mlcwheels.engine.provenance;

import io.jenkins.plugins.mlcwheels.engine.manifest.BundleName;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies files that are known by their SHA-256: finds their bundles, checks these, and holds what they say against a
 * policy. A provenance is always asked for; bundles of other kinds that are there have to be good as well. Safe for use
 * by several threads.
 */
public final class FileVerifier {

    private final List<TrustedKey> keys;
    private final Optional<KeylessTrust> keyless;
    private final VerifyPolicy policy;
    private final Instant now;

    /** @param now for the age of builds */
    public FileVerifier(List<TrustedKey> keys, VerifyPolicy policy, Instant now) {
        this(keys, Optional.empty(), policy, now);
    }

    /**
     * @param keyless whose signature by a certificate counts as well, if anybody's does
     * @param now for the age of builds
     */
    public FileVerifier(List<TrustedKey> keys, Optional<KeylessTrust> keyless, VerifyPolicy policy, Instant now) {
        this.keys = List.copyOf(keys);
        this.keyless = keyless;
        this.policy = policy;
        this.now = now;
    }

    /** One that asks for a good provenance by one of these keys, whatever it says. */
    public static FileVerifier signedBy(List<TrustedKey> keys, Instant now) {
        return new FileVerifier(keys, VerifyPolicy.PROVENANCE, now);
    }

    /**
     * @param name of the file, without a directory
     * @param sha256 of its bytes
     */
    public FileReport verify(String name, String sha256, BundleSource bundles) throws IOException {
        List<Check> checks = new ArrayList<>();
        List<Statement> statements = new ArrayList<>();
        try {
            for (StatementKind kind : StatementKind.values()) {
                verify(kind, name, sha256, bundles, checks, statements);
            }
        } catch (InvalidBundleException e) {
            return new FileReport(name, Optional.of(sha256), checks, Optional.of(e), List.of());
        }
        statements.stream()
                .filter(statement -> statement.kind().equals(Optional.of(StatementKind.PROVENANCE)))
                .forEach(statement -> checks.addAll(PolicyChecks.of(statement, policy, now)));
        return new FileReport(name, Optional.of(sha256), checks, Optional.empty(), statements);
    }

    private void verify(
            StatementKind kind,
            String name,
            String sha256,
            BundleSource bundles,
            List<Check> checks,
            List<Statement> statements)
            throws IOException {
        String own = BundleName.of(name, kind.text()).toString();
        String found = own;
        Optional<byte[]> bytes = bundles.bundle(own);
        if (bytes.isEmpty() && kind == StatementKind.PROVENANCE) {
            found = BundleName.OF_SET;
            bytes = bundles.bundle(found);
        }
        if (bytes.isEmpty()) {
            if (required().contains(kind)) {
                checks.add(new Check(kind.text(), own, "no such file", false));
            }
            return;
        }
        BundleCheck check = check(bytes.get(), found, name, sha256);
        checks.addAll(check.checks());
        check.statement().ifPresent(statement -> {
            checks.add(Check.equal(kind.text(), kind.predicateType(), statement.predicateType()));
            statements.add(statement);
        });
    }

    private Set<StatementKind> required() {
        Set<StatementKind> required = EnumSet.of(StatementKind.PROVENANCE);
        required.addAll(policy.required());
        return required;
    }

    private BundleCheck check(byte[] bytes, String bundle, String name, String sha256) {
        try {
            return BundleCheck.of(Bundle.parse(bytes), name, sha256, keys, keyless);
        } catch (InvalidBundleException e) {
            throw e.in(bundle);
        }
    }
}
