package io.jenkins.plugins.mlcwheels.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildManifestTest {

    private static final String FILE = "mlc_llm_cu128-0.1.0-py3-none-manylinux_2_28_x86_64.whl";

    private static final BuildManifest MANIFEST = new BuildManifest(
            Optional.of("v0.1.0"),
            Optional.of("1".repeat(40)),
            List.of(
                    ManifestWheel.of(FILE, "ab".repeat(32), 12)
                            .withFlavour("cuda-12.8")
                            .withRequiresPython(Optional.of(">=3.9"))
                            .withAudit("manylinux_2_28_x86_64", true),
                    ManifestWheel.of("demo-0.1.0-py3-none-any.whl", "cd".repeat(32), 5_000_000_000L)));

    @Test
    void shouldPrintSchemaVersionOne() {
        assertThat(new String(MANIFEST.toJson(), StandardCharsets.UTF_8))
                .isEqualTo("""
                    {
                      "schemaVersion" : 1,
                      "tag" : "v0.1.0",
                      "commit" : "%s",
                      "wheels" : [ {
                        "file" : "demo-0.1.0-py3-none-any.whl",
                        "name" : "demo",
                        "version" : "0.1.0",
                        "tags" : [ "py3-none-any" ],
                        "sha256" : "%s",
                        "size" : 5000000000
                      }, {
                        "file" : "%s",
                        "name" : "mlc-llm-cu128",
                        "version" : "0.1.0",
                        "tags" : [ "py3-none-manylinux_2_28_x86_64" ],
                        "sha256" : "%s",
                        "size" : 12,
                        "flavour" : "cuda-12.8",
                        "requiresPython" : ">=3.9",
                        "policy" : "manylinux_2_28_x86_64",
                        "auditPassed" : true
                      } ]
                    }
                    """.formatted("1".repeat(40), "cd".repeat(32), FILE, "ab".repeat(32)));
    }

    @Test
    void shouldReadBackWhatItPrints() {
        assertThat(BuildManifest.parse(MANIFEST.toJson())).isEqualTo(MANIFEST);
    }

    @Test
    void shouldPrintSchemaVersionTwoWithTests() {
        ImportProof proof = new ImportProof(ImportProof.Outcome.PROVEN, List.of("demo._c", "demo"));
        BuildManifest tested = new BuildManifest(
                Optional.empty(),
                Optional.empty(),
                List.of(ManifestWheel.of("demo-0.1.0-py3-none-any.whl", "cd".repeat(32), 5)
                        .withTest(Optional.of(new WheelTest("3.13.1", proof)))));
        String json = new String(tested.toJson(), StandardCharsets.UTF_8);
        assertThat(json).contains("\"schemaVersion\" : 2", "\"modules\" : [ \"demo\", \"demo._c\" ]");
        assertThat(BuildManifest.parse(tested.toJson())).isEqualTo(tested);

        for (String changed : List.of(
                json.replace("\"schemaVersion\" : 2", "\"schemaVersion\" : 1"),
                json.replace("\"proven\"", "\"believed\""),
                json.replace("\"demo._c\"", "\"demo <b>\""),
                json.replace("\"3.13.1\"", "\"\""))) {
            assertThatThrownBy(() -> BuildManifest.parse(changed.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(InvalidManifestException.class);
        }
    }

    @Test
    void shouldPrintSchemaVersionThreeWithBundles() {
        BuildManifest signed = new BuildManifest(
                Optional.of("v0.1.0"),
                Optional.empty(),
                List.of(ManifestWheel.of("demo-0.1.0-py3-none-any.whl", "cd".repeat(32), 5)),
                List.of(
                        new ManifestBundle("release.sigstore.json", "ef".repeat(32), 7, Optional.empty()),
                        new ManifestBundle(
                                "demo-0.1.0-py3-none-any.whl.test-result.sigstore.json",
                                "ab".repeat(32),
                                6,
                                Optional.of("a2V5"))));
        String json = new String(signed.toJson(), StandardCharsets.UTF_8);
        assertThat(json).contains("""
                  "bundles" : [ {
                    "file" : "demo-0.1.0-py3-none-any.whl.test-result.sigstore.json",
                    "about" : "demo-0.1.0-py3-none-any.whl",
                    "kind" : "test-result",
                    "sha256" : "%s",
                    "size" : 6,
                    "keyId" : "a2V5"
                  }, {
                    "file" : "release.sigstore.json",
                    "kind" : "provenance",
                """.formatted("ab".repeat(32)));
        assertThat(json).contains("\"schemaVersion\" : 3");
        assertThat(BuildManifest.parse(signed.toJson())).isEqualTo(signed);

        for (String changed : List.of(
                json.replace("\"schemaVersion\" : 3", "\"schemaVersion\" : 2"),
                json.replace("\"kind\" : \"test-result\"", "\"kind\" : \"provenance\""),
                json.replace("\"about\" : \"demo", "\"about\" : \"other"),
                json.replace("release.sigstore.json", "release.json"),
                json.replace("a2V5", "a b"))) {
            assertThatThrownBy(() -> BuildManifest.parse(changed.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(InvalidManifestException.class);
        }
    }

    @Test
    void shouldPrintSchemaVersionFourWithSymbols() {
        BuildManifest manifest = new BuildManifest(
                Optional.of("v0.1.0"),
                Optional.empty(),
                List.of(ManifestWheel.of("demo-0.1.0-py3-none-any.whl", "cd".repeat(32), 5)),
                List.of(),
                List.of(new ManifestSymbols("demo-0.1.0-py3-none-any.debug.zip", "ef".repeat(32), 7)));
        String json = new String(manifest.toJson(), StandardCharsets.UTF_8);
        assertThat(json).contains("\"schemaVersion\" : 4").contains("""
                  "symbols" : [ {
                    "file" : "demo-0.1.0-py3-none-any.debug.zip",
                    "wheel" : "demo-0.1.0-py3-none-any.whl",
                """);
        assertThat(BuildManifest.parse(manifest.toJson())).isEqualTo(manifest);

        for (String changed : List.of(
                json.replace("\"schemaVersion\" : 4", "\"schemaVersion\" : 3"),
                json.replace("any.debug.zip", "other.debug.zip"),
                json.replace("any.debug.zip", "any.zip"),
                json.replace("\"size\" : 7", "\"size\" : -7"))) {
            assertThatThrownBy(() -> BuildManifest.parse(changed.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(InvalidManifestException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\"schemaVersion\" : 1', '\"schemaVersion\" : 5', schemaVersion",
        "'\"tag\"', '\"tog\"', unknown field",
        "'\"size\" : 12', '\"size\" : \"12\"', size",
        "'\"size\" : 12', '\"size\" : -12', negative",
        "'\"size\" : 12', '\"size\" : 99999999999999999999', size",
        "'\"version\" : \"0.1.0\"', '\"version\" : \"0.2.0\"', not what its file name says",
        "'\"auditPassed\" : true', '\"auditPassed\" : 1', auditPassed",
        "abababab, abababax, SHA-256",
        "demo-0.1.0-py3-none-any.whl, ../demo.whl, demo",
        "'\"tag\" : \"v0.1.0\"', '\"tag\" : \"a\", \"tag\" : \"b\"', JSON",
        "11111111, 1111111, commit",
    })
    void shouldRefuseWhatIsNotExactlyTheSchema(String from, String to, String complaint) {
        String text = new String(MANIFEST.toJson(), StandardCharsets.UTF_8);
        byte[] changed = text.replace(from, to).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> BuildManifest.parse(changed))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessageStartingWith("release.json: ")
                .hasMessageContaining(complaint);
    }

    @Test
    void shouldRefuseTrailingDataDeepNestingAndHugeFiles() {
        byte[] trailing =
                (new String(MANIFEST.toJson(), StandardCharsets.UTF_8) + "{}").getBytes(StandardCharsets.UTF_8);
        byte[] deep = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        for (byte[] bad : List.of(trailing, deep, new byte[9 << 20], new byte[0])) {
            assertThatThrownBy(() -> BuildManifest.parse(bad)).isInstanceOf(InvalidManifestException.class);
        }
    }

    @Test
    void shouldFailOnlyAsDocumentedOnBrokenBytes() {
        Random random = new Random(7);
        byte[] good = MANIFEST.toJson();
        for (int i = 0; i < 3000; i++) {
            byte[] bad = good.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                BuildManifest.parse(bad);
            } catch (InvalidManifestException e) {
                assertThat(e.getMessage()).startsWith("release.json: ");
            }
        }
    }
}
