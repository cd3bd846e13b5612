package io.jenkins.plugins.mlcwheels.engine.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.sigstore.TrustedRoot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Judges bundles that certificates signed as @sigstore/verify does. {@code bench/signatures/run.sh --keyless FILE} made
 * these, with @sigstore/mock, and recorded its verdicts.
 */
class KeylessVerdictsTest {

    private static final JsonNode RECORD = record();
    private static final byte[] FILE = RECORD.get("file").textValue().getBytes(StandardCharsets.UTF_8);

    private static JsonNode record() {
        try (InputStream in = KeylessVerdictsTest.class.getResourceAsStream("keyless.json")) {
            return new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<String> cases() {
        return all().map(one -> one.get("name").textValue());
    }

    private static Stream<JsonNode> all() {
        return StreamSupport.stream(RECORD.get("cases").spliterator(), false);
    }

    private static JsonNode named(String name) {
        return all().filter(one -> one.get("name").textValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAgree(String name) {
        JsonNode one = named(name);
        assertThat(isAccepted(one.get("bundle").toString(), trust()))
                .isEqualTo(one.get("accepted").booleanValue());
    }

    @Test
    void shouldHaveBothVerdicts() {
        assertThat(all().filter(one -> one.get("accepted").booleanValue())).hasSize(4);
        assertThat(all().filter(one -> !one.get("accepted").booleanValue())).hasSizeGreaterThan(25);
    }

    private static KeylessTrust trust() {
        return new KeylessTrust(
                TrustedRoot.of(RECORD.get("trustedRoot")),
                RECORD.get("identity").textValue(),
                RECORD.get("issuer").textValue());
    }

    private static boolean isAccepted(String bundle, KeylessTrust trust) {
        try {
            return check(bundle, Optional.of(trust)).passed();
        } catch (InvalidBundleException e) {
            return false;
        }
    }

    private static BundleCheck check(String bundle, Optional<KeylessTrust> trust) {
        return BundleCheck.of(
                Bundle.parse(bundle.getBytes(StandardCharsets.UTF_8)),
                "subject.whl",
                Sha256.of(FILE),
                List.of(PemKey.generate(KeyAlgorithm.ED25519).publicKey()),
                trust);
    }

    @Test
    void shouldRefuseACertificateUnlessAnIdentityWasAskedFor() {
        BundleCheck check = check(named("promise and proof").get("bundle").toString(), Optional.empty());
        assertThat(check.passed()).isFalse();
        assertThat(check.checks().get(0).found()).contains("no identity was asked");
    }

    @Test
    void shouldRefuseAKeyWhereAnIdentityWasAskedFor() {
        PemKey key = PemKey.generate(KeyAlgorithm.ED25519);
        Bundle bundle = Bundle.sign(
                new ProvenanceFacts(ProvenanceFacts.WORKSTATION)
                        .statement(List.of(new Subject("subject.whl", Sha256.of(FILE)))),
                key);
        BundleCheck check = BundleCheck.of(bundle, "subject.whl", Sha256.of(FILE), List.of(), Optional.of(trust()));
        assertThat(check.passed()).isFalse();
        assertThat(check.checks().get(0).expected()).contains("https://ci.example.org/job/demo/");
    }

    /** Whatever is flipped in certificate, entry, proof or timestamp, somebody notices, and nothing breaks. */
    @Test
    void shouldNoticeEveryFlippedByte() {
        JsonNode good = named("promise, proof and timestamp").get("bundle");
        KeylessTrust trust = trust();
        assertThat(isAccepted(good.toString(), trust)).isTrue();
        Random random = new Random(20261201);
        for (String place : List.of(
                "/verificationMaterial/certificate/rawBytes",
                "/verificationMaterial/tlogEntries/0/canonicalizedBody",
                "/verificationMaterial/tlogEntries/0/inclusionPromise/signedEntryTimestamp",
                "/dsseEnvelope/payload")) {
            for (int i = 0; i < 60; i++) {
                assertThat(isAccepted(flipped(good, place, random), trust))
                        .as(place)
                        .isFalse();
            }
        }
    }

    private static String flipped(JsonNode bundle, String place, Random random) {
        ObjectNode copy = bundle.deepCopy();
        int end = place.lastIndexOf('/');
        byte[] bytes = Base64.getDecoder().decode(copy.at(place).textValue());
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        ((ObjectNode) copy.at(place.substring(0, end)))
                .put(place.substring(end + 1), Base64.getEncoder().encodeToString(bytes));
        return copy.toString();
    }

    /** Parts of a timestamp are signed by nobody and mean nothing, such as the number of the form. */
    @Test
    void shouldTakeNoFlippedTimestampForAnotherTime() {
        JsonNode good = named("proof and timestamp").get("bundle");
        String place = "/verificationMaterial/timestampVerificationData/rfc3161Timestamps/0/signedTimestamp";
        Random random = new Random(20261202);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            refused += isAccepted(flipped(good, place, random), trust()) ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(360);
    }

    @Test
    void shouldBelieveNoAuthorityThatTheRootDoesNotHave() {
        String bundle = named("promise, proof and timestamp").get("bundle").toString();
        for (String field : List.of("certificateAuthorities", "timestampAuthorities", "tlogs", "ctlogs")) {
            ObjectNode root = RECORD.get("trustedRoot").deepCopy();
            root.putArray(field);
            KeylessTrust trust = new KeylessTrust(TrustedRoot.of(root), trust().identity(), trust().issuer());
            assertThat(isAccepted(bundle, trust)).as(field).isFalse();
            root.remove(field);
            assertThat(isAccepted(bundle, new KeylessTrust(TrustedRoot.of(root), trust().identity(), trust().issuer())))
                    .as(field)
                    .isFalse();
        }
    }

    @Test
    void shouldBelieveNoAuthorityOutsideItsTime() {
        String bundle = named("promise, proof and timestamp").get("bundle").toString();
        for (String place : List.of(
                "/certificateAuthorities/0", "/timestampAuthorities/0", "/tlogs/0/publicKey", "/ctlogs/0/publicKey")) {
            ObjectNode root = RECORD.get("trustedRoot").deepCopy();
            ((ObjectNode) root.at(place)).putObject("validFor").put("end", "2020-01-01T00:00:00Z");
            assertThat(isAccepted(bundle, new KeylessTrust(TrustedRoot.of(root), trust().identity(), trust().issuer())))
                    .as(place)
                    .isFalse();
        }
    }

    /** A log whose key ended proves nothing later, even where only a timestamp authority says when it was signed. */
    @ParameterizedTest
    @ValueSource(strings = {"proof and timestamp", "entry of the second form"})
    void shouldBelieveNoProofOfALogWhoseKeyEndedBeforeTheTimestamp(String name) {
        ObjectNode root = RECORD.get("trustedRoot").deepCopy();
        ((ObjectNode) root.at("/tlogs/0/publicKey")).putObject("validFor").put("end", "2020-01-01T00:00:00Z");
        KeylessTrust trust = new KeylessTrust(TrustedRoot.of(root), trust().identity(), trust().issuer());
        assertThat(found(named(name).get("bundle"), trust)).contains("not trusted at the time of the signature");
    }

    @Test
    void shouldRefuseAnEntryThatNamesAnotherLogThanTheCheckpoint() {
        ObjectNode bundle = named("proof and timestamp").get("bundle").deepCopy();
        entry(bundle).putObject("logId").put("keyId", "AAAA");
        assertThat(found(bundle, trust())).contains("another log than the one that signed its checkpoint");
    }

    @Test
    void shouldKnowALogByItsIdWhereItsCheckpointsHaveAnother() {
        ObjectNode root = RECORD.get("trustedRoot").deepCopy();
        ObjectNode log = (ObjectNode) root.at("/tlogs/0");
        byte[] id = Base64.getDecoder().decode(log.at("/logId/keyId").textValue());
        log.putObject("checkpointKeyId").put("keyId", Base64.getEncoder().encodeToString(Arrays.copyOf(id, 4)));
        KeylessTrust trust = new KeylessTrust(TrustedRoot.of(root), trust().identity(), trust().issuer());
        for (String name : List.of("promise and proof", "proof and timestamp")) {
            assertThat(isAccepted(named(name).get("bundle").toString(), trust))
                    .as(name)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "integratedTime, 9999999999999999999",
        "integratedTime, 9223372036854775807",
        "integratedTime, 1099511627776",
        "logIndex, 9999999999999999999"
    })
    void shouldRefuseANumberThatIsTooLarge(String field, String number) {
        ObjectNode bundle = named("promise and proof").get("bundle").deepCopy();
        entry(bundle).put(field, number);
        assertThat(found(bundle, trust())).contains("'" + field + "' is too large");
    }

    private static ObjectNode entry(JsonNode bundle) {
        return (ObjectNode) bundle.at("/verificationMaterial/tlogEntries/0");
    }

    private static String found(JsonNode bundle, KeylessTrust trust) {
        BundleCheck check = check(bundle.toString(), Optional.of(trust));
        assertThat(check.passed()).isFalse();
        return check.checks().get(0).found();
    }

    @Test
    void shouldNameTheFileThatIsNoTrustedRoot(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("root.json");
        for (String text : List.of(
                "",
                "[]",
                "{\"mediaType\": \"other\"}",
                "{".repeat(5000),
                "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\",\"tlogs\":[{}]}")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> KeylessTrust.read(file, "a", "b"))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("root.json");
        }
    }
}
