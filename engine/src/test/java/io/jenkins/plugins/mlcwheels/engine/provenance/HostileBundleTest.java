package io.jenkins.plugins.mlcwheels.engine.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are: a bundle is read, or refused with one clear error, in little memory. */
class HostileBundleTest {

    private static final PemKey KEY = PemKey.generate(KeyAlgorithm.ED25519);
    private static final String GOOD = new String(
            Bundle.sign(CheckStatements.audit(new Subject("demo.whl", "ab".repeat(32)), "any", true), KEY)
                    .toJson(),
            StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    static Stream<String> hostile() {
        String deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
        return Stream.of(
                "",
                "null",
                "[]",
                "\"text\"",
                "{}",
                deep,
                "[".repeat(2_000_000),
                GOOD.replace("{\"mediaType\"", "{\"a\":" + "9".repeat(1_000_000) + ",\"mediaType\""),
                GOOD.replace("{\"mediaType\"", "{\"a\":1e999999999,\"mediaType\""),
                GOOD.replace("{\"mediaType\"", "{\"mediaType\":\"x\",\"mediaType\""),
                GOOD.replace("\"hint\"", "\"hint\":\"x\",\"hint\""),
                GOOD.replace("\"payload\"", "\"payload\":\"x\",\"payload\""),
                GOOD.replace("\"sig\":\"", "\"sig\":\"*"),
                GOOD.replace("\"sig\":\"", "\"sig\":\" "),
                GOOD.replace("\"payload\":\"", "\"payload\":\"\\n"),
                GOOD.replace("==\"}]", "\"}]"),
                GOOD.replace("\"sig\":\"", "\"sig\":5,\"x\":\""),
                GOOD.replace("\"hint\":\"", "\"hint\":null,\"x\":\""),
                GOOD.replace("\"publicKey\"", "\"certificate\""),
                GOOD.replace("\"verificationMaterial\":{", "\"verificationMaterial\":{\"tlogEntries\":[1],"),
                GOOD.replace("\"verificationMaterial\":{", "\"verificationMaterial\":{\"tlogEntries\":{},"),
                GOOD.replace("dsseEnvelope", "messageSignature"),
                GOOD.replace("bundle.v0.3", "bundle.v0.9"),
                GOOD.replace("{\"mediaType\"", "{\"\\u001b[31m\":1,\"mediaType\""),
                GOOD + GOOD,
                GOOD.substring(0, GOOD.length() - 1));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void shouldRefuseWithOneClearError(String text) {
        assertThatThrownBy(() -> Bundle.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(InvalidBundleException.class, e -> {
                    assertThat(e.getMessage())
                            .startsWith("the bundle ")
                            .hasLineCount(1)
                            .hasSizeLessThan(4100);
                    assertThat(e.getMessage()).doesNotContain("\u001b");
                    assertThat(e.suggestion()).isNotEmpty();
                });
    }

    @Test
    void shouldReadNoMoreOfAHugeFileThanABundleCanHave() throws IOException {
        Path file = directory.resolve("huge.sigstore.json");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.write("{\"mediaType\":\"".getBytes(StandardCharsets.UTF_8));
            huge.setLength(100_000_000_000L);
        }
        assertThatThrownBy(() -> Bundle.read(file))
                .isInstanceOf(InvalidBundleException.class)
                .hasMessageContaining("huge.sigstore.json: the bundle is larger than");
    }

    /** A trusted key may have signed something else than a statement. */
    @Test
    void shouldRefuseWhatATrustedKeySignedAndIsNoStatement() {
        for (String payload : List.of(
                "{}",
                "[]",
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[],\"predicateType\":\"x\",\"predicate\":{}}",
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"a\",\"digest\":{\"sha256\":\"zz\"}}],"
                        + "\"predicateType\":\"x\",\"predicate\":{}}",
                "{\"a\":".repeat(5000))) {
            byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
            String signed = GOOD.replaceFirst(
                            "\"payload\":\"[^\"]*\"",
                            "\"payload\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"")
                    .replaceFirst(
                            "\"sig\":\"[^\"]*\"",
                            "\"sig\":\""
                                    + Base64.getEncoder()
                                            .encodeToString(
                                                    KEY.sign(Envelope.toBeSigned(Statement.PAYLOAD_TYPE, bytes)))
                                    + "\"");
            Bundle bundle = Bundle.parse(signed.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> BundleCheck.of(bundle, "demo.whl", "ab".repeat(32), List.of(KEY.publicKey())))
                    .isInstanceOf(InvalidBundleException.class);
        }
    }

    @Test
    void shouldNeverAcceptDamagedBytesAsAnotherStatement() {
        Random random = new Random(20261201);
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 5000; i++) {
            byte[] bad = good.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            judge(bad);
        }
    }

    @FuzzTest
    void readsOrRefusesAnyBytes(byte[] bytes) {
        judge(bytes);
    }

    /** Damage is refused; what still verifies says what was signed. */
    private static void judge(byte[] bytes) {
        try {
            BundleCheck check =
                    BundleCheck.of(Bundle.parse(bytes), "demo.whl", "ab".repeat(32), List.of(KEY.publicKey()));
            if (check.passed()) {
                Statement statement = check.statement().orElseThrow();
                assertThat(statement.kind()).isEqualTo(Optional.of(StatementKind.AUDIT));
                assertThat(statement.predicate().get("platform").textValue()).isEqualTo("any");
            }
        } catch (InvalidBundleException e) {
            assertThat(e.getMessage()).startsWith("the bundle ");
        }
    }
}
