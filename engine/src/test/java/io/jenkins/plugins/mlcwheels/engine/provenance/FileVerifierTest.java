package io.jenkins.plugins.mlcwheels.engine.provenance;

import static io.jenkins.plugins.mlcwheels.engine.provenance.ProvenanceFactsTest.CONTROLLER;
import static io.jenkins.plugins.mlcwheels.engine.provenance.ProvenanceFactsTest.DIGEST;
import static io.jenkins.plugins.mlcwheels.engine.provenance.ProvenanceFactsTest.FILE;
import static io.jenkins.plugins.mlcwheels.engine.provenance.ProvenanceFactsTest.RECORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileVerifierTest {

    private static final PemKey KEY = PemKey.generate(KeyAlgorithm.ECDSA_P256);
    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    private static final Subject SUBJECT = new Subject(FILE, DIGEST);

    @TempDir
    private Path directory;

    private final Map<String, byte[]> bundles = new HashMap<>();

    private void sign(String name, Statement statement) {
        bundles.put(name, Bundle.sign(statement, KEY).toJson());
    }

    private void signProvenance() {
        sign(
                FILE + ".sigstore.json",
                new ProvenanceFacts(CONTROLLER).built(RECORD).statement(List.of(SUBJECT)));
    }

    private FileReport verify(String policy) throws IOException {
        Path file = Files.writeString(directory.resolve("policy.toml"), policy);
        return new FileVerifier(List.of(KEY.publicKey()), PolicyFile.read(file).policy(), NOW)
                .verify(FILE, DIGEST, name -> Optional.ofNullable(bundles.get(name)));
    }

    @Test
    void shouldPassWhatIsSignedAndSaysWhatIsAsked() throws IOException {
        signProvenance();
        sign(FILE + ".audit.sigstore.json", CheckStatements.audit(SUBJECT, "manylinux_2_28_x86_64", true));
        FileReport report = verify("""
                source-repository = "github.com/Octo/demo"
                tag = "v1.0.0"
                commit = "%s"
                builder = "https://ci.example.org/"
                image = "sha256:%s"
                max-age = "2d"
                require-statement = ["audit"]
                """.formatted(ProvenanceFactsTest.COMMIT, "ef".repeat(32)));
        assertThat(report.passed()).as(report.checks() + "").isTrue();
        assertThat(report.checks())
                .extracting(Check::name)
                .containsExactly(
                        "signature",
                        "digest",
                        "provenance",
                        "signature",
                        "digest",
                        "audit",
                        "builder",
                        "source-repository",
                        "tag",
                        "commit",
                        "image",
                        "max-age");
        assertThat(report.statements()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "source-repository = \"github.com/octo/other\", source-repository, https://github.com/octo/demo.git",
                "tag = \"v1.0.1\", tag, refs/tags/v1.0.0",
                "commit = \"1212\", commit, 1212121212121212121212121212121212121212",
                "builder = \"https://ci.example.org/other\", builder, https://ci.example.org/",
                "image = \"sha256:00\", image, quay.io",
                "max-age = \"1h\", max-age, 2026-11-30T10:05:00Z",
                "require-statement = \"test-result\", test-result, no such file",
            })
    void shouldSayWhatWasExpectedAndFound(String policy, String name, String found) throws IOException {
        signProvenance();
        FileReport report = verify(policy);
        assertThat(report.passed()).isFalse();
        assertThat(report.checks())
                .filteredOn(check -> !check.passed())
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.name()).isEqualTo(name);
                    assertThat(check.found()).contains(found);
                });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "source-repository = \"github.com/octo/demo\"",
                "tag = \"v1.0.0\"",
                "commit = \"1212121212121212121212121212121212121212\"",
                "image = \"sha256:efefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefef\"",
            })
    void shouldNotCountWhatWasOnlyReportedToTheBuilder(String policy) throws IOException {
        sign(
                FILE + ".sigstore.json",
                new ProvenanceFacts(CONTROLLER).reported("agent", RECORD).statement(List.of(SUBJECT)));
        FileReport report = verify(policy);
        assertThat(report.checks())
                .filteredOn(check -> !check.passed())
                .singleElement()
                .satisfies(check -> assertThat(check.found()).endsWith("but only as reported to the builder"));
    }

    @Test
    void shouldFailWithoutABundle() throws IOException {
        assertThat(verify("").checks())
                .containsExactly(new Check("provenance", FILE + ".sigstore.json", "no such file", false));
    }

    @Test
    void shouldTakeTheBundleOfTheSet() throws IOException {
        sign(
                "release.sigstore.json",
                new ProvenanceFacts(CONTROLLER)
                        .built(RECORD)
                        .statement(List.of(new Subject("other.whl", "00".repeat(32)), SUBJECT)));
        assertThat(verify("").passed()).isTrue();
    }

    @Test
    void shouldNotTakeAnotherStatementForAProvenance() throws IOException {
        sign(FILE + ".sigstore.json", CheckStatements.audit(SUBJECT, "any", true));
        assertThat(verify("").checks())
                .filteredOn(check -> !check.passed())
                .extracting(Check::name)
                .containsExactly("provenance");
    }

    @Test
    void shouldFailForABadBundleThatNobodyAskedFor() throws IOException {
        signProvenance();
        sign(
                FILE + ".test-result.sigstore.json",
                CheckStatements.audit(new Subject("other.whl", "00".repeat(32)), "any", true));
        assertThat(verify("").passed()).isFalse();
    }

    @Test
    void shouldReportWhatCannotBeReadByItsName() throws IOException {
        bundles.put(FILE + ".sigstore.json", new byte[] {'{'});
        FileReport report = verify("");
        assertThat(report.passed()).isFalse();
        assertThat(report.unreadable().orElseThrow().getMessage())
                .startsWith(FILE + ".sigstore.json: the bundle is not JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tga = \"v1\"",
                "tag = 1",
                "max-age = \"soon\"",
                "require-statement = [\"karma\"]",
                "keys = [1]",
                "tag = ",
            })
    void shouldRefusePolicyThatIsNone(String policy) {
        assertThatThrownBy(() -> verify(policy))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("policy.toml");
    }
}
