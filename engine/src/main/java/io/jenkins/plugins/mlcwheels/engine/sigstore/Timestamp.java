package io.jenkins.plugins.mlcwheels.engine.sigstore;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The answer of a timestamp authority (RFC 3161), which signs in a CMS structure (RFC 5652) that it saw a signature. */
final class Timestamp {

    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    private static final String TIMESTAMP = "1.2.840.113549.1.9.16.1.4";
    private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    private static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
    private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    private static final Map<String, String> DIGESTS = Map.of(
            "2.16.840.1.101.3.4.2.1", "SHA-256",
            "2.16.840.1.101.3.4.2.2", "SHA-384",
            "2.16.840.1.101.3.4.2.3", "SHA-512");
    private static final Map<String, String> SIGNATURES = Map.of(
            "1.2.840.10045.4.3.2", "SHA256",
            "1.2.840.10045.4.3.3", "SHA384",
            "1.2.840.10045.4.3.4", "SHA512",
            "1.2.840.113549.1.1.11", "SHA256",
            "1.2.840.113549.1.1.12", "SHA384",
            "1.2.840.113549.1.1.13", "SHA512");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

    private final Der signer;
    private final Der info;
    private final byte[] content;

    private Timestamp(Der signer, Der info, byte[] content) {
        this.signer = signer;
        this.info = info;
        this.content = content;
    }

    private static Timestamp parse(byte[] response) {
        Der answer = Der.parse(response).expect(Der.SEQUENCE);
        if (answer.child(0).expect(Der.SEQUENCE).child(0).integer().compareTo(BigInteger.ONE) > 0) {
            throw new KeylessException("the refusal of a timestamp");
        }
        Der token = answer.child(1).expect(Der.SEQUENCE);
        Der data = token.child(1).expect(Der.CONTEXT_0).child(0).expect(Der.SEQUENCE);
        Der encapsulated = data.child(2).expect(Der.SEQUENCE);
        List<Der> parts = data.children();
        List<Der> signers = parts.get(parts.size() - 1).expect(Der.SET).children();
        if (!token.child(0).oid().equals(SIGNED_DATA)
                || !encapsulated.child(0).oid().equals(TIMESTAMP)
                || signers.size() != 1) {
            throw Der.broken();
        }
        byte[] content = encapsulated
                .child(1)
                .expect(Der.CONTEXT_0)
                .child(0)
                .expect(Der.OCTETS)
                .value();
        return new Timestamp(signers.get(0), Der.parse(content).expect(Der.SEQUENCE), content);
    }

    /**
     * When an authority that is trusted saw a signature.
     *
     * @throws KeylessException if none did
     */
    static Instant of(byte[] response, byte[] signature, List<Authority> authorities) {
        Timestamp timestamp = parse(response);
        Instant time = timestamp.time();
        try {
            if (!Arrays.equals(
                    digest(timestamp.info.child(2).child(0).child(0).oid(), signature),
                    timestamp.info.child(2).child(1).expect(Der.OCTETS).value())) {
                throw new KeylessException("a timestamp of another signature");
            }
            for (Authority authority : authorities) {
                if (timestamp.isBy(authority, time)) {
                    return time;
                }
            }
        } catch (GeneralSecurityException e) {
            throw Der.broken();
        }
        throw new KeylessException("a timestamp that no trusted authority signed");
    }

    private Instant time() {
        String text = new String(info.child(4).expect(0x18).value(), StandardCharsets.ISO_8859_1);
        try {
            if (!text.matches("[0-9]{14}(\\.[0-9]{1,9})?Z")) {
                throw Der.broken();
            }
            return LocalDateTime.parse(text.substring(0, 14), TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw Der.broken();
        }
    }

    private boolean isBy(Authority authority, Instant time) throws GeneralSecurityException {
        X509Certificate certificate = authority.chain().get(0);
        Der identity = signer.child(1).expect(Der.SEQUENCE);
        boolean named = certificate.getSerialNumber().equals(identity.child(1).integer())
                && Arrays.equals(
                        certificate.getIssuerX500Principal().getEncoded(),
                        identity.child(0).encoded());
        if (!named || !authority.validity().holds(time)) {
            return false;
        }
        checkPurpose(certificate);
        authority.path(certificate, time);
        Der attributes = signer.child(3).expect(Der.CONTEXT_0);
        if (!Arrays.equals(
                        attribute(attributes, MESSAGE_DIGEST).expect(Der.OCTETS).value(),
                        digest(signer.child(2).child(0).oid(), content))
                || !attribute(attributes, CONTENT_TYPE).oid().equals(TIMESTAMP)) {
            return false;
        }
        String algorithm = SIGNATURES.get(signer.child(4).child(0).oid());
        // The attributes are signed as a set.
        return algorithm != null
                && Log.verifies(
                        certificate.getPublicKey(),
                        algorithm,
                        Der.encode(Der.SET, attributes.value()),
                        signer.child(5).expect(Der.OCTETS).value());
    }

    private static void checkPurpose(X509Certificate certificate) throws CertificateParsingException {
        List<String> purposes = certificate.getExtendedKeyUsage();
        if (purposes != null && !purposes.contains(TIME_STAMPING)) {
            throw new KeylessException("a timestamp by a certificate for another purpose");
        }
    }

    private static Der attribute(Der attributes, String oid) {
        List<Der> found = attributes.children().stream()
                .filter(attribute -> attribute.child(0).oid().equals(oid))
                .toList();
        if (found.size() != 1) {
            throw Der.broken();
        }
        return found.get(0).child(1).expect(Der.SET).child(0);
    }

    private static byte[] digest(String oid, byte[] content) throws GeneralSecurityException {
        if (!DIGESTS.containsKey(oid)) {
            throw Der.broken();
        }
        return MessageDigest.getInstance(DIGESTS.get(oid)).digest(content);
    }
}
