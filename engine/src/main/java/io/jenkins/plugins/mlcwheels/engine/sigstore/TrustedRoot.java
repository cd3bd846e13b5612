package io.jenkins.plugins.mlcwheels.engine.sigstore;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom to trust for signatures by certificates: authorities and logs, as Sigstore's {@code trusted_root.json} lists them.
 *
 * @see <a href="https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto">its description</a>
 */
public final class TrustedRoot {

    private static final String MEDIA_TYPE =
            "application/vnd\\.dev\\.sigstore\\.trustedroot(\\+json;version=0\\.[12]|\\.v0\\.[12]\\+json)";

    private final List<Authority> issuers;
    private final List<Authority> clocks;
    private final List<Log> signatureLogs;
    private final List<Log> certificateLogs;

    private TrustedRoot(List<Authority> issuers, List<Authority> clocks, List<Log> signatures, List<Log> certificates) {
        this.issuers = List.copyOf(issuers);
        this.clocks = List.copyOf(clocks);
        this.signatureLogs = List.copyOf(signatures);
        this.certificateLogs = List.copyOf(certificates);
    }

    /** @throws EngineException if it is none, or has a key or a certificate that can't be read */
    public static TrustedRoot of(JsonNode top) {
        try {
            if (!top.path("mediaType").asText().matches(MEDIA_TYPE)) {
                throw new KeylessException("another mediaType than that of a trusted root");
            }
            return new TrustedRoot(
                    authorities(top, "certificateAuthorities"),
                    authorities(top, "timestampAuthorities"),
                    logs(top, "tlogs"),
                    logs(top, "ctlogs"));
        } catch (KeylessException e) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "this is no trusted root: it has " + e.getMessage(),
                    "Name the trusted_root.json of the Sigstore instance that signed.");
        }
    }

    private static List<Authority> authorities(JsonNode top, String field) {
        List<Authority> authorities = new ArrayList<>();
        for (JsonNode node : Fields.list(top, field)) {
            List<X509Certificate> chain = new ArrayList<>();
            for (JsonNode certificate : Fields.list(node, "certChain", "certificates")) {
                chain.add(certificate(Fields.bytes(certificate, "rawBytes")));
            }
            if (chain.isEmpty()) {
                throw new KeylessException("an authority without certificates");
            }
            authorities.add(new Authority(chain, validity(node)));
        }
        return authorities;
    }

    private static List<Log> logs(JsonNode top, String field) {
        List<Log> logs = new ArrayList<>();
        for (JsonNode node : Fields.list(top, field)) {
            String hint = node.has("checkpointKeyId") ? "checkpointKeyId" : "logId";
            String id = node.has("logId") ? "logId" : hint;
            logs.add(new Log(
                    Fields.bytes(node, id, "keyId"),
                    Fields.bytes(node, hint, "keyId"),
                    key(Fields.bytes(node, "publicKey", "rawBytes")),
                    host(node.path("baseUrl").asText()),
                    validity(node.path("publicKey"))));
        }
        return logs;
    }

    private static String host(String address) {
        try {
            String host = URI.create(address).getAuthority();
            return host == null ? address : host;
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    private static Validity validity(JsonNode node) {
        return new Validity(Fields.time(node, "validFor", "start"), Fields.time(node, "validFor", "end"));
    }

    static X509Certificate certificate(byte[] der) {
        Der.parse(der).expect(Der.SEQUENCE);
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new KeylessException("a certificate that can't be read");
        }
    }

    private static PublicKey key(byte[] der) {
        for (String algorithm : List.of("EC", "Ed25519", "RSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                continue;
            }
        }
        throw new KeylessException("a key of a log that can't be read");
    }

    List<Authority> issuers() {
        return issuers;
    }

    List<Authority> clocks() {
        return clocks;
    }

    List<Log> signatureLogs() {
        return signatureLogs;
    }

    List<Log> certificateLogs() {
        return certificateLogs;
    }
}
