package io.jenkins.plugins.mlcwheels.engine.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries of a log that the test keeps: whatever it takes, the certificate in it has to be that of the bundle. */
class LogEntryTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String HOST = "log.example.org";
    private static final byte[] ID = "an id of a log".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PAYLOAD = "a statement".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SIGNATURE = "a signature".getBytes(StandardCharsets.UTF_8);
    private static final SignedContent CONTENT = new SignedContent(PAYLOAD, PAYLOAD, SIGNATURE);

    private static KeyPair keys;
    private static X509Certificate leaf;
    private static byte[] other;

    @BeforeAll
    static void prepare() throws GeneralSecurityException, IOException {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        try (InputStream in = LogEntryTest.class.getResourceAsStream(
                "/io/jenkins/plugins/mlcwheels/engine/provenance/keyless.json")) {
            JsonNode cases = JSON.readTree(in).get("cases");
            leaf = TrustedRoot.certificate(certificate(cases.get(0)));
            other = certificate(cases.get(1));
        }
    }

    private static byte[] certificate(JsonNode recorded) {
        return Base64.getDecoder()
                .decode(recorded.at("/bundle/verificationMaterial/certificate/rawBytes")
                        .textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dsse 0.0.1", "dsse 0.0.2", "intoto 0.0.2"})
    void shouldBeAboutTheCertificateOfTheBundleOnly(String form) throws GeneralSecurityException {
        boolean pem = !form.equals("dsse 0.0.2");
        String same = base64(pem ? pem(leaf.getEncoded()) : leaf.getEncoded());
        assertThat(check(form, same).logs()).hasSize(1);
        String foreign = base64(pem ? pem(other) : other);
        assertThatThrownBy(() -> check(form, foreign))
                .isInstanceOf(KeylessException.class)
                .hasMessageContaining("another certificate");
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void shouldRefuseAnEntryWithoutACertificate(String form, String verifier) {
        assertThatThrownBy(() -> check(form, verifier))
                .isInstanceOf(KeylessException.class)
                .hasMessageContaining("without a certificate that can be read");
    }

    static Stream<Arguments> unreadable() {
        String empty = base64(pem(new byte[0]));
        return Stream.of(
                arguments("dsse 0.0.1", ""),
                arguments("dsse 0.0.1", "*"),
                arguments("dsse 0.0.1", "AAAA"),
                arguments("dsse 0.0.1", empty),
                arguments("dsse 0.0.2", ""),
                arguments("dsse 0.0.2", "*"),
                arguments("intoto 0.0.2", ""),
                arguments("intoto 0.0.2", "*"),
                arguments("intoto 0.0.2", "AAAA"),
                arguments("intoto 0.0.2", empty));
    }

    private static byte[] pem(byte[] der) {
        return ("-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END CERTIFICATE-----\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The only entry of the log. */
    private static LogEntry.Proven check(String form, String verifier) throws GeneralSecurityException {
        String kind = form.split(" ")[0];
        String version = form.split(" ")[1];
        ObjectNode entry = JSON.createObjectNode().put("kind", kind).put("apiVersion", version);
        fill(entry.putObject("spec"), form, verifier);
        byte[] body = entry.toString().getBytes(StandardCharsets.UTF_8);
        MessageDigest root = Sha256.digest();
        root.update((byte) 0);
        String note = HOST + "\n1\n" + base64(root.digest(body)) + "\n";
        ObjectNode node = JSON.createObjectNode().put("canonicalizedBody", base64(body));
        node.putObject("logId").put("keyId", base64(ID));
        node.putObject("kindVersion").put("kind", kind).put("version", version);
        ObjectNode proof = node.putObject("inclusionProof").put("logIndex", "0");
        proof.putObject("checkpoint").put("envelope", note + "\n\u2014 " + HOST + " " + base64(signed(note)) + "\n");
        Log log = new Log(ID, ID, keys.getPublic(), HOST, new Validity(Optional.empty(), Optional.empty()));
        return new LogEntry(node, JSON).check(CONTENT, leaf, List.of(log));
    }

    private static void fill(ObjectNode spec, String form, String verifier) {
        switch (form) {
            case "dsse 0.0.1" -> {
                spec.putObject("payloadHash").put("value", Sha256.of(PAYLOAD));
                spec.putArray("signatures")
                        .addObject()
                        .put("signature", base64(SIGNATURE))
                        .put("verifier", verifier);
            }
            case "dsse 0.0.2" -> {
                ObjectNode second = spec.putObject("dsseV002");
                second.putObject("payloadHash")
                        .put("digest", base64(Sha256.digest().digest(PAYLOAD)));
                ObjectNode one = second.putArray("signatures").addObject().put("content", base64(SIGNATURE));
                one.putObject("verifier").putObject("x509Certificate").put("rawBytes", verifier);
            }
            default -> {
                ObjectNode content = spec.putObject("content");
                content.putObject("payloadHash").put("value", Sha256.of(PAYLOAD));
                content.putObject("envelope")
                        .putArray("signatures")
                        .addObject()
                        .put("sig", base64(base64(SIGNATURE).getBytes(StandardCharsets.UTF_8)))
                        .put("publicKey", verifier);
            }
        }
    }

    private static byte[] signed(String note) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(keys.getPrivate());
        signer.update(note.getBytes(StandardCharsets.UTF_8));
        byte[] signature = signer.sign();
        byte[] whole = new byte[4 + signature.length];
        System.arraycopy(ID, 0, whole, 0, 4);
        System.arraycopy(signature, 0, whole, 4, signature.length);
        return whole;
    }
}
