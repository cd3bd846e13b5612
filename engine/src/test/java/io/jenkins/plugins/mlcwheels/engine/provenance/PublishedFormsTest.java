package io.jenkins.plugins.mlcwheels.engine.provenance;

import static io.jenkins.plugins.mlcwheels.engine.provenance.ProvenanceFactsTest.CONTROLLER;
import static io.jenkins.plugins.mlcwheels.engine.provenance.ProvenanceFactsTest.DIGEST;
import static io.jenkins.plugins.mlcwheels.engine.provenance.ProvenanceFactsTest.FILE;
import static io.jenkins.plugins.mlcwheels.engine.provenance.ProvenanceFactsTest.RECORD;
import static io.jenkins.plugins.mlcwheels.engine.provenance.ProvenanceFactsTest.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildMaterial;
import io.jenkins.plugins.mlcwheels.engine.manifest.ImportProof;
import io.jenkins.plugins.mlcwheels.engine.manifest.InvalidBuildRecordException;
import io.jenkins.plugins.mlcwheels.engine.manifest.TestRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.WheelTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements have the forms that in-toto and SLSA publish. */
class PublishedFormsTest {

    private static final Subject SUBJECT = new Subject(FILE, DIGEST);

    static Stream<Statement> statements() {
        return Stream.of(
                new ProvenanceFacts(ProvenanceFacts.WORKSTATION).statement(List.of(SUBJECT)),
                new ProvenanceFacts(ProvenanceFacts.WORKSTATION).built(RECORD).statement(List.of(SUBJECT)),
                new ProvenanceFacts(CONTROLLER)
                        .source(SOURCE)
                        .invocation(URI.create("https://ci.example.org/job/demo/7/"))
                        .version("jenkins", "2.555.3")
                        .parameter("flavour", "cpu")
                        .configuration("cd".repeat(32))
                        .internal("agent", "manylinux")
                        .byproduct(FILE + ".audit.json", DIGEST)
                        .times(RECORD.started(), RECORD.finished())
                        .reported("agent", RECORD)
                        .statement(List.of(SUBJECT)),
                CheckStatements.test(new TestRecord(
                        FILE,
                        DIGEST,
                        "/usr/bin/python3",
                        new WheelTest(
                                "3.13.1", new ImportProof(ImportProof.Outcome.PROVEN, List.of("demo", "demo.native"))),
                        List.of("install", "import"),
                        List.of("scripts: none"))),
                CheckStatements.audit(SUBJECT, "manylinux_2_28_x86_64", true),
                CheckStatements.sbom(SUBJECT, "{\"bomFormat\":\"CycloneDX\"}".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void shouldHaveThePublishedForm(Statement statement) throws IOException {
        assertThat(PublishedForms.problems(read(statement))).isEmpty();
    }

    /** So that the check can fail at all. */
    @ParameterizedTest
    @CsvSource({
        "/runDetails/builder, id, no id",
        "/buildDefinition, buildType, no buildType",
        "/buildDefinition, externalParameters, no externalParameters",
        "'', runDetails, no runDetails"
    })
    void shouldMissWhatIsRequired(String place, String field, String problem) throws IOException {
        ObjectNode statement =
                (ObjectNode) read(statements().skip(2).findFirst().orElseThrow());
        ((ObjectNode) statement.at("/predicate" + place)).remove(field);
        assertThat(PublishedForms.problems(statement)).anyMatch(found -> found.contains(problem));
    }

    @Test
    void shouldHaveNoMaterialThatNobodyCanIdentify() {
        assertThatThrownBy(() -> new BuildMaterial(
                        BuildMaterial.Role.GRAFTED_LIBRARY,
                        "libfoo.so.1",
                        Optional.of("1"),
                        Optional.empty(),
                        Optional.empty()))
                .isInstanceOf(InvalidBuildRecordException.class)
                .hasMessageContaining("'libfoo.so.1' has neither");
    }

    private static JsonNode read(Statement statement) throws IOException {
        return new JsonMapper().readTree(statement.toJson());
    }
}
