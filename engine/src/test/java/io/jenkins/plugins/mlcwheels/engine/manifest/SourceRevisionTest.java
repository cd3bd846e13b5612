package io.jenkins.plugins.mlcwheels.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceRevisionTest {

    @ParameterizedTest
    @CsvSource({
        "https://github.com/o/r.git, https://github.com/o/r.git",
        "https://user:secret@GitHub.com/o/r/, https://github.com/o/r",
        "https://github.com/o/r?token=secret#x, https://github.com/o/r",
        "git@github.com:o/r.git, ssh://github.com/o/r.git",
        "ssh://git@github.com:2222/o/r.git, ssh://github.com:2222/o/r.git",
        "/home/user/repo, ",
        "file:///home/user/repo, ",
        "../repo, ",
        "C:\\repo, ",
        "https://, ",
    })
    void shouldTellAddressesWithoutUsersAndNoPaths(String remote, String address) {
        assertThat(SourceRevision.address(remote)).isEqualTo(Optional.ofNullable(address));
    }

    @Test
    void shouldRefuseWhatIsNone() {
        for (String repository : List.of("https://user@github.com/o/r", "/home/user/repo")) {
            assertThatThrownBy(() ->
                            new SourceRevision(Optional.of(repository), Optional.empty(), Optional.empty(), false))
                    .isInstanceOf(InvalidBuildRecordException.class);
        }
        assertThatThrownBy(() -> new SourceRevision(Optional.empty(), Optional.of("v1"), Optional.empty(), false))
                .isInstanceOf(InvalidBuildRecordException.class);
        assertThatThrownBy(() -> new SourceRevision(Optional.empty(), Optional.empty(), Optional.of("HEAD"), false))
                .isInstanceOf(InvalidBuildRecordException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "a.whl.sigstore.json, a.whl, provenance",
        "a.whl.test-result.sigstore.json, a.whl, test-result",
        "a.tar.gz.sbom.sigstore.json, a.tar.gz, sbom",
        "release.sigstore.json, , provenance",
        "audit.sigstore.json, audit, provenance",
    })
    void shouldReadNamesOfBundles(String name, String file, String kind) {
        BundleName parsed = BundleName.parse(name).orElseThrow();
        assertThat(parsed.file()).isEqualTo(Optional.ofNullable(file));
        assertThat(parsed.kind()).isEqualTo(kind);
        assertThat(parsed).hasToString(name);
    }

    @Test
    void shouldTakeNothingElseForABundle() {
        for (String name : List.of("a.whl", ".sigstore.json", "sigstore.json", "a.sigstore.jsonx")) {
            assertThat(BundleName.parse(name)).isEmpty();
        }
    }

    @Test
    void shouldRefuseRecordsOfAnotherForm() {
        for (String json : List.of(
                "",
                "{}",
                "[]",
                "{\"schemaVersion\":2}",
                "{\"schemaVersion\":1,\"file\":\"../a\",\"sha256\":\"" + "ab".repeat(32) + "\",\"parameters\":{},"
                        + "\"configuration\":\"" + "ab".repeat(32) + "\",\"materials\":[],\"versions\":{}}",
                "{\"schemaVersion\":1,\"file\":\"a\",\"sha256\":\"" + "ab".repeat(32)
                        + "\",\"parameters\":{\"a\":\"\\u0000\"}," + "\"configuration\":\"" + "ab".repeat(32)
                        + "\",\"materials\":[],\"versions\":{}}",
                "{\"schemaVersion\":1,\"file\":\"a\",\"sha256\":\"" + "ab".repeat(32) + "\",\"parameters\":{},"
                        + "\"configuration\":\"" + "ab".repeat(32)
                        + "\",\"materials\":[],\"versions\":{},\"started\":\"now\"}",
                "{\"a\":".repeat(1000))) {
            assertThatThrownBy(() -> BuildRecord.parse(json.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(InvalidBuildRecordException.class)
                    .hasMessageStartingWith("the record of a build: ");
        }
    }
}
