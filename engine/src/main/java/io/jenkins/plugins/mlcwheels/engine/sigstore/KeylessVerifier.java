package io.jenkins.plugins.mlcwheels.engine.sigstore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Verifies what a certificate signed that lived for minutes. Proven has to be: that a trusted authority issued it, that a
 * trusted log of certificates knows it, that a trusted log of signatures has this signature, and, by that log or by a
 * timestamp authority, that it was signed while the certificate was valid. Every proof that is there has to be good.
 */
public final class KeylessVerifier {

    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

    private final TrustedRoot root;
    private final ObjectMapper json;

    /** @param json reads what logs keep, within limits */
    public KeylessVerifier(TrustedRoot root, ObjectMapper json) {
        this.root = root;
        this.json = json;
    }

    /**
     * Who signed.
     *
     * @param material the {@code verificationMaterial} of a bundle that has a certificate
     * @throws KeylessException if that is not proven; says what was found instead
     */
    public Signer verify(JsonNode material, SignedContent content) {
        X509Certificate leaf = TrustedRoot.certificate(Fields.bytes(material, "certificate", "rawBytes"));
        Set<Instant> times = new LinkedHashSet<>();
        List<LogEntry.Proven> entries = new ArrayList<>();
        for (JsonNode entry : Fields.list(material, "tlogEntries")) {
            entries.add(new LogEntry(entry, json).check(content, leaf, root.signatureLogs()));
        }
        if (entries.isEmpty()) {
            throw new KeylessException("no entry of a log");
        }
        entries.forEach(entry -> entry.time().ifPresent(times::add));
        Set<String> answers = new HashSet<>();
        for (JsonNode answer : Fields.list(material, "timestampVerificationData", "rfc3161Timestamps")) {
            if (!answers.add(Fields.text(answer, "signedTimestamp"))) {
                throw new KeylessException("the same timestamp twice");
            }
            times.add(Timestamp.of(Fields.bytes(answer, "signedTimestamp"), content.signature(), root.clocks()));
        }
        if (times.isEmpty()) {
            throw new KeylessException("no proof of when it was signed");
        }
        for (Instant time : times) {
            entries.forEach(entry -> entry.checkAt(time));
            List<X509Certificate> path = path(leaf, time);
            CertificateLogs.check(leaf, path.get(1), root.certificateLogs(), Sha256.digest());
        }
        checkPurpose(leaf);
        if (!Log.verifies(leaf.getPublicKey(), "SHA256", content.message(), content.signature())) {
            throw new KeylessException("a certificate whose key did not sign this");
        }
        return Signer.of(leaf);
    }

    private List<X509Certificate> path(X509Certificate leaf, Instant time) {
        List<String> found = new ArrayList<>();
        for (Authority authority : root.issuers()) {
            try {
                return authority.path(leaf, time);
            } catch (KeylessException e) {
                found.add(e.getMessage());
            }
        }
        throw new KeylessException(found.isEmpty() ? "a certificate, and no authority is trusted" : found.get(0));
    }

    private static void checkPurpose(X509Certificate leaf) {
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            if (leaf.getBasicConstraints() >= 0 || purposes != null && !purposes.contains(CODE_SIGNING)) {
                throw new KeylessException("a certificate for another purpose than signing code");
            }
        } catch (CertificateParsingException e) {
            throw Der.broken();
        }
    }
}
