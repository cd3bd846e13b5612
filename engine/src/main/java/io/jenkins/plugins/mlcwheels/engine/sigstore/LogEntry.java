package io.jenkins.plugins.mlcwheels.engine.sigstore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of a log of signatures (Rekor). The log proves it by the place of the entry in its tree. It may also have promised
 * that, in which case it says when it was put in.
 */
final class LogEntry {

    private static final int TIME_BITS = 40;
    private static final int INDEX_BITS = 63;
    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]++)-----END CERTIFICATE-----\\s*");

    private final JsonNode node;
    private final byte[] body;
    private final ObjectMapper json;

    /** @param json reads what the log keeps of the entry, within limits */
    LogEntry(JsonNode node, ObjectMapper json) {
        this.node = node;
        this.body = Fields.bytes(node, "canonicalizedBody");
        this.json = json;
    }

    /**
     * Checks that a trusted log has it, and that it is about this signature by this certificate.
     *
     * @return by whom and, if the log promised that, when it was put in
     */
    Proven check(SignedContent content, X509Certificate leaf, List<Log> logs) {
        if (!node.has("inclusionProof")) {
            throw new KeylessException("an entry of a log without a proof that it is in its tree");
        }
        Optional<Instant> time = node.has("inclusionPromise") ? Optional.of(promise(logs)) : Optional.empty();
        byte[] id = Fields.bytes(node, "logId", "keyId");
        List<Log> signers = InclusionProof.check(node.get("inclusionProof"), body, logs).stream()
                .filter(log -> log.hasId(id))
                .toList();
        if (signers.isEmpty()) {
            throw new KeylessException("an entry of another log than the one that signed its checkpoint");
        }
        about(content, leaf);
        return new Proven(signers, time);
    }

    /**
     * What an entry proves.
     *
     * @param logs that signed a tree with the entry; one of them has to be trusted whenever the signature was made
     * @param time when it was put in, if the log promised that
     */
    record Proven(List<Log> logs, Optional<Instant> time) {

        Proven {
            logs = List.copyOf(logs);
        }

        /** @throws KeylessException unless one of the logs is trusted at that time */
        void checkAt(Instant at) {
            if (logs.stream().noneMatch(log -> log.validity().holds(at))) {
                throw new KeylessException("an entry of a log that is not trusted at the time of the signature");
            }
        }
    }

    private Instant promise(List<Log> logs) {
        byte[] id = Fields.bytes(node, "logId", "keyId");
        long seconds = number("integratedTime", TIME_BITS);
        Instant at = Instant.ofEpochSecond(seconds);
        ObjectNode signed = json.createObjectNode();
        // In the order of their names and without blanks, as RFC 8785 prints it.
        signed.put("body", Base64.getEncoder().encodeToString(body));
        signed.put("integratedTime", seconds);
        signed.put("logID", HexFormat.of().formatHex(id));
        signed.put("logIndex", number("logIndex", INDEX_BITS));
        byte[] message = signed.toString().getBytes(StandardCharsets.UTF_8);
        byte[] signature = Fields.bytes(node, "inclusionPromise", "signedEntryTimestamp");
        if (logs.stream()
                .filter(log -> log.hasId(id) && log.validity().holds(at))
                .noneMatch(log -> log.signed(message, signature))) {
            throw new KeylessException("an entry of a log that no trusted log promised");
        }
        return at;
    }

    private long number(String field, int bits) {
        BigInteger value = Fields.number(node, field);
        if (value.bitLength() > bits) {
            throw new KeylessException("an entry of a log whose '" + field + "' is too large");
        }
        return value.longValue();
    }

    private void about(SignedContent content, X509Certificate leaf) {
        JsonNode entry = read();
        String kind = entry.path("kind").asText();
        String version = entry.path("apiVersion").asText();
        if (!kind.equals(Fields.text(node, "kindVersion", "kind"))
                || !version.equals(Fields.text(node, "kindVersion", "version"))) {
            throw new KeylessException("an entry of a log of another kind than it says");
        }
        JsonNode spec = entry.path("spec");
        String payload = Sha256.of(content.payload());
        boolean same =
                switch (kind + " " + version) {
                    case "dsse 0.0.1" ->
                        spec.path("signatures").size() == 1
                                && isSignature(spec.at("/signatures/0/signature"), content)
                                && spec.at("/payloadHash/value").asText().equals(payload);
                    case "dsse 0.0.2" ->
                        spec.at("/dsseV002/signatures").size() == 1
                                && isSignature(spec.at("/dsseV002/signatures/0/content"), content)
                                && isDigest(spec.at("/dsseV002/payloadHash/digest"), payload);
                    case "intoto 0.0.2" ->
                        spec.at("/content/envelope/signatures").size() == 1
                                && isTwiceEncoded(spec.at("/content/envelope/signatures/0/sig"), content)
                                && spec.at("/content/payloadHash/value")
                                        .asText()
                                        .equals(payload);
                    default -> throw new KeylessException("an entry of a log of the unknown kind " + kind);
                };
        if (!same) {
            throw new KeylessException("an entry of a log about another signature");
        }
        if (!Arrays.equals(verifier(spec, kind + " " + version), encoded(leaf))) {
            throw new KeylessException("an entry of a log about another certificate");
        }
    }

    /** The certificate that the log checked the signature with. */
    private static byte[] verifier(JsonNode spec, String form) {
        byte[] der =
                switch (form) {
                    case "dsse 0.0.1" -> fromPem(spec.at("/signatures/0/verifier"));
                    case "dsse 0.0.2" ->
                        decoded(spec.at("/dsseV002/signatures/0/verifier/x509Certificate/rawBytes")
                                .asText());
                    default -> fromPem(spec.at("/content/envelope/signatures/0/publicKey"));
                };
        if (der.length == 0) {
            throw new KeylessException("an entry of a log without a certificate that can be read");
        }
        return der;
    }

    private static byte[] fromPem(JsonNode text) {
        Matcher pem = PEM.matcher(new String(decoded(text.asText()), StandardCharsets.ISO_8859_1));
        return pem.matches() ? decoded(pem.group(1).replaceAll("\\s", "")) : new byte[0];
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw Der.broken();
        }
    }

    private JsonNode read() {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new KeylessException("an entry of a log that is no JSON");
        } catch (IOException e) {
            throw new KeylessException("an entry of a log that can't be read");
        }
    }

    private static boolean isSignature(JsonNode text, SignedContent content) {
        return Arrays.equals(decoded(text.asText()), content.signature());
    }

    private static boolean isDigest(JsonNode text, String sha256) {
        return HexFormat.of().formatHex(decoded(text.asText())).equals(sha256);
    }

    private static boolean isTwiceEncoded(JsonNode text, SignedContent content) {
        String inner = new String(decoded(text.asText()), StandardCharsets.ISO_8859_1);
        return Arrays.equals(decoded(inner), content.signature());
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
