package io.jenkins.plugins.mlcwheels.engine.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildMaterial;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.SourceRevision;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProvenanceFactsTest {

    static final String FILE = "demo-1.0-py3-none-any.whl";
    static final String DIGEST = "ab".repeat(32);
    static final String COMMIT = "12".repeat(20);
    static final URI CONTROLLER = URI.create("https://ci.example.org/");

    static final SourceRevision SOURCE = new SourceRevision(
            Optional.of("https://github.com/octo/demo.git"),
            Optional.of("refs/tags/v1.0.0"),
            Optional.of(COMMIT),
            false);

    static final BuildRecord RECORD = new BuildRecord(
            FILE,
            DIGEST,
            Optional.of(SOURCE),
            new TreeMap<>(Map.of("flavour", "cpu")),
            "cd".repeat(32),
            Optional.of("quay.io/pypa/manylinux_2_28_x86_64@sha256:" + "ef".repeat(32)),
            List.of(
                    BuildMaterial.requirement("setuptools", "84.0.0", Optional.of("01".repeat(32))),
                    new BuildMaterial(
                            BuildMaterial.Role.GRAFTED_LIBRARY,
                            "libgomp-12345678.so.1",
                            Optional.of("12.2"),
                            Optional.of("pkg:deb/debian/libgomp1@12.2"),
                            Optional.of("02".repeat(32)))),
            new TreeMap<>(Map.of("pip", "24.2")),
            Optional.of(Instant.parse("2026-11-30T10:00:00Z")),
            Optional.of(Instant.parse("2026-11-30T10:05:00Z")),
            Optional.of("03".repeat(32)));

    @Test
    void shouldStateWhatTheSignerBuiltItself() {
        Statement statement = new ProvenanceFacts(ProvenanceFacts.WORKSTATION)
                .built(RECORD)
                .invocation(URI.create("https://ci.example.org/job/demo/7/"))
                .statement(List.of(new Subject(FILE, DIGEST)));
        assertThat(statement.predicate()).hasToString("""
                {"buildDefinition":{
                "buildType":"https://github.com/jenkinsci/mlc-wheels-plugin/blob/main/docs/provenance/build-v1.md",
                "externalParameters":{"repository":"https://github.com/octo/demo.git","ref":"refs/tags/v1.0.0",
                "commit":"%s","configurationSha256":"%s","flavour":"cpu"},
                "internalParameters":{"image":"quay.io/pypa/manylinux_2_28_x86_64@sha256:%s"},
                "resolvedDependencies":[
                {"name":"source","uri":"git+https://github.com/octo/demo.git@refs/tags/v1.0.0","digest":{"gitCommit":"%s"}},
                {"name":"image","uri":"docker://quay.io/pypa/manylinux_2_28_x86_64","digest":{"sha256":"%s"}},
                {"name":"setuptools","uri":"pkg:pypi/setuptools@84.0.0","digest":{"sha256":"%s"},
                "annotations":{"role":"build requirement","version":"84.0.0"}},
                {"name":"libgomp-12345678.so.1","uri":"pkg:deb/debian/libgomp1@12.2","digest":{"sha256":"%s"},
                "annotations":{"role":"grafted library","version":"12.2"}}]},
                "runDetails":{"builder":{
                "id":"https://github.com/jenkinsci/mlc-wheels-plugin/blob/main/docs/provenance/workstation-v1.md",
                "version":{"pip":"24.2"}},
                "metadata":{"invocationId":"https://ci.example.org/job/demo/7/","startedOn":"2026-11-30T10:00:00Z",
                "finishedOn":"2026-11-30T10:05:00Z"},
                "byproducts":[{"name":"build.log","digest":{"sha256":"%s"}}]}}
                """.formatted(
                        COMMIT,
                        "cd".repeat(32),
                        "ef".repeat(32),
                        COMMIT,
                        "ef".repeat(32),
                        "01".repeat(32),
                        "02".repeat(32),
                        "03".repeat(32))
                .replace("\n", ""));
    }

    @Test
    void shouldKeepApartWhatWasOnlyReported() {
        Statement statement = new ProvenanceFacts(CONTROLLER)
                .source(SOURCE)
                .parameter("flavour", "cuda-12.8")
                .internal("agent", "manylinux")
                .reported("agent", RECORD)
                .statement(List.of(new Subject(FILE, DIGEST)));
        var definition = statement.predicate().get("buildDefinition");
        assertThat(definition.at("/externalParameters/flavour").textValue()).isEqualTo("cuda-12.8");
        assertThat(definition.get("resolvedDependencies")).hasSize(1);
        var report = definition.at("/internalParameters/reported/agent/0");
        assertThat(report.at("/parameters/flavour").textValue()).isEqualTo("cpu");
        assertThat(report.get("dependencies")).hasSize(3);
        assertThat(report.at("/image").textValue()).contains("manylinux_2_28");
        assertThat(statement.predicate().at("/runDetails/byproducts")).isEmpty();
    }

    @Test
    void shouldGiveTheSameBytesForTheSameFacts() {
        byte[] first = facts().toJson();
        assertThat(facts().toJson()).isEqualTo(first);
        assertThat(Statement.parse(first)).isEqualTo(facts());
    }

    private static Statement facts() {
        return new ProvenanceFacts(CONTROLLER).built(RECORD).statement(List.of(new Subject(FILE, DIGEST)));
    }

    @Test
    void shouldRefuseAddressesThatAreRelativeOrHaveAUser() {
        for (String address : List.of("ci/", "https://user:secret@ci.example.org/")) {
            assertThatThrownBy(() -> new ProvenanceFacts(URI.create(address)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void shouldListReleaseAsCycloneDx() {
        String bill = new String(
                new SoftwareBill("demo", "v1.0.0")
                        .file(
                                new Subject(FILE, DIGEST),
                                "pkg:pypi/demo@1.0?file_name=" + FILE,
                                "demo",
                                "1.0",
                                RECORD.materials())
                        .toJson(),
                StandardCharsets.UTF_8);
        assertThat(bill)
                .contains("\"specVersion\" : \"1.6\"", "pkg:pypi/setuptools@84.0.0", "\"scope\" : \"excluded\"")
                .contains("pkg:deb/debian/libgomp1@12.2", "\"dependsOn\"", "mlc-wheels:file");
    }
}
