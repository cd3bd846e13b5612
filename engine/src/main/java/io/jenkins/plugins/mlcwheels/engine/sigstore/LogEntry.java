package io.jenkins.plugins.mlcwheels.engine.sigstore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An entry of a log of signatures (Rekor). The log proves it by the place of the entry in its tree. It may also have promised
 * that, in which case it says when it was put in.
 */
final class LogEntry {

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
     * Checks that a trusted log has it, and that it is about this signature.
     *
     * @return when it was put in, if the log promised that
     */
    Optional<Instant> check(SignedContent content, List<Log> logs) {
        if (!node.has("inclusionProof")) {
            throw new KeylessException("an entry of a log without a proof that it is in its tree");
        }
        Optional<Instant> time = node.has("inclusionPromise") ? Optional.of(promise(logs)) : Optional.empty();
        InclusionProof.check(node.get("inclusionProof"), body, logs);
        about(content);
        return time;
    }

    private Instant promise(List<Log> logs) {
        byte[] id = Fields.bytes(node, "logId", "keyId");
        long seconds = Fields.number(node, "integratedTime").longValue();
        Instant at = Instant.ofEpochSecond(Math.min(seconds, 1L << 40));
        ObjectNode signed = json.createObjectNode();
        // In the order of their names and without blanks, as RFC 8785 prints it.
        signed.put("body", Base64.getEncoder().encodeToString(body));
        signed.put("integratedTime", seconds);
        signed.put("logID", HexFormat.of().formatHex(id));
        signed.put("logIndex", Fields.number(node, "logIndex").longValue());
        byte[] message = signed.toString().getBytes(StandardCharsets.UTF_8);
        byte[] signature = Fields.bytes(node, "inclusionPromise", "signedEntryTimestamp");
        if (logs.stream()
                .filter(log -> log.hasId(id) && log.validity().holds(at))
                .noneMatch(log -> log.signed(message, signature))) {
            throw new KeylessException("an entry of a log that no trusted log promised");
        }
        return at;
    }

    private void about(SignedContent content) {
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
