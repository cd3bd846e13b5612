package io.jenkins.plugins.mlcwheels.engine.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.Optional;

/**
 * A Sigstore bundle of version 0.3: a signed statement, and by what its signature is to be checked. That is a hint at a
 * public key, or a certificate; see
 * <a href="https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto">its description</a>.
 */
public final class Bundle {

    /** The media type of version 0.3. */
    public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    private static final int MOST_ENTRIES = 32;

    private final Envelope envelope;
    private final ObjectNode material;

    private Bundle(Envelope envelope, ObjectNode material) {
        this.envelope = envelope;
        this.material = material;
    }

    /** Signs a statement. Only the key's id goes into the bundle, and not the key. */
    public static Bundle sign(Statement statement, SigningKey key) {
        byte[] payload = statement.toJson();
        byte[] signature = key.sign(Envelope.toBeSigned(Statement.PAYLOAD_TYPE, payload));
        ObjectNode material = BundleJson.MAPPER.createObjectNode();
        material.putObject("publicKey").put("hint", key.publicKey().id());
        return new Bundle(new Envelope(Statement.PAYLOAD_TYPE, payload, signature), material);
    }

    /** Its JSON form in UTF-8. */
    public byte[] toJson() {
        ObjectNode top = BundleJson.MAPPER.createObjectNode();
        top.put("mediaType", MEDIA_TYPE);
        top.set("verificationMaterial", material);
        ObjectNode signed = top.putObject("dsseEnvelope");
        Base64.Encoder base64 = Base64.getEncoder();
        signed.put("payload", base64.encodeToString(envelope.payload()));
        signed.put("payloadType", envelope.payloadType());
        signed.putArray("signatures").addObject().put("sig", base64.encodeToString(envelope.signature()));
        return BundleJson.print(top);
    }

    /**
     * Reads a file, of which no more than a limit gets into memory.
     *
     * @throws InvalidBundleException if it is no such bundle; names the file
     */
    public static Bundle read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in.readNBytes(BundleJson.LARGEST + 1));
        } catch (InvalidBundleException e) {
            throw e.in(file.toString());
        }
    }

    /** @throws InvalidBundleException if it is not a bundle of version 0.3 with one signed payload, or exceeds limits */
    public static Bundle parse(byte[] json) {
        ObjectNode top = BundleJson.read(json, "is");
        String type = BundleJson.text(top, "mediaType");
        if (!type.equals(MEDIA_TYPE)) {
            throw new InvalidBundleException("is of the type '" + type + "', not " + MEDIA_TYPE);
        }
        if (top.has("messageSignature")) {
            throw new InvalidBundleException("signs bytes and says nothing of them: it has no statement");
        }
        BundleJson.only(top, "the bundle", "mediaType", "verificationMaterial", "dsseEnvelope");
        return new Bundle(
                envelope(BundleJson.object(top, "dsseEnvelope")),
                material(BundleJson.object(top, "verificationMaterial")));
    }

    private static Envelope envelope(ObjectNode node) {
        BundleJson.only(node, "dsseEnvelope", "payload", "payloadType", "signatures");
        Iterator<JsonNode> signatures =
                BundleJson.list(node, "signatures", MOST_ENTRIES).iterator();
        JsonNode signature = signatures.hasNext() ? signatures.next() : null;
        if (signature == null || signatures.hasNext()) {
            throw new InvalidBundleException("has not exactly one signature");
        }
        BundleJson.only(signature, "the signature", "sig", "keyid");
        if (signature.has("keyid")) {
            BundleJson.text(signature, "keyid");
        }
        return new Envelope(
                BundleJson.text(node, "payloadType"),
                BundleJson.base64(node, "payload"),
                BundleJson.base64(signature, "sig"));
    }

    private static ObjectNode material(ObjectNode node) {
        BundleJson.only(
                node, "verificationMaterial", "publicKey", "certificate", "tlogEntries", "timestampVerificationData");
        if (node.has("publicKey") == node.has("certificate")) {
            throw new InvalidBundleException("names not exactly one of a publicKey and a certificate");
        }
        if (node.has("publicKey")) {
            ObjectNode key = BundleJson.object(node, "publicKey");
            BundleJson.only(key, "publicKey", "hint");
            BundleJson.text(key, "hint");
        } else {
            BundleJson.base64(BundleJson.object(node, "certificate"), "rawBytes");
        }
        if (node.has("tlogEntries")) {
            BundleJson.list(node, "tlogEntries", MOST_ENTRIES);
        }
        if (node.has("timestampVerificationData")) {
            BundleJson.object(node, "timestampVerificationData");
        }
        return node;
    }

    /** The id of the key that signed, as the bundle has it; empty if a certificate signed. */
    public Optional<String> keyId() {
        return Optional.ofNullable(material.get("publicKey"))
                .map(key -> key.get("hint").textValue());
    }

    /** Whether a certificate signed, and not a key that is known beforehand. */
    public boolean isKeyless() {
        return material.has("certificate");
    }

    /**
     * The statement, whoever signed it.
     *
     * @throws InvalidBundleException if what is signed is not a statement
     */
    public Statement statement() {
        if (!envelope.payloadType().equals(Statement.PAYLOAD_TYPE)) {
            throw new InvalidBundleException(
                    "has a payload of the type '" + envelope.payloadType() + "', not " + Statement.PAYLOAD_TYPE);
        }
        return Statement.parse(envelope.payload());
    }

    /** Whether a key signed it. */
    boolean isSignedBy(TrustedKey key) {
        return key.verifies(envelope.toBeSigned(), envelope.signature());
    }
}
