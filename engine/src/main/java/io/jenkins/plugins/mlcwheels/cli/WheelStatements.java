package io.jenkins.plugins.mlcwheels.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildMaterial;
import io.jenkins.plugins.mlcwheels.engine.manifest.InvalidBuildRecordException;
import io.jenkins.plugins.mlcwheels.engine.manifest.TestRecord;
import io.jenkins.plugins.mlcwheels.engine.provenance.CheckStatements;
import io.jenkins.plugins.mlcwheels.engine.provenance.ProvenanceFacts;
import io.jenkins.plugins.mlcwheels.engine.provenance.Statement;
import io.jenkins.plugins.mlcwheels.engine.provenance.StatementKind;
import io.jenkins.plugins.mlcwheels.engine.provenance.Subject;
import io.jenkins.plugins.mlcwheels.engine.repair.EmbeddedBill;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a wheel and the records beside it give for statements. */
final class WheelStatements {

    private static final String WHEEL = ".whl";

    private WheelStatements() {}

    /** @throws EngineException if there is nothing to state */
    static Statement of(StatementKind kind, Path file, Subject subject) throws IOException {
        return switch (kind) {
            case TEST_RESULT ->
                TestRecords.whole(file, subject.sha256())
                        .map(record -> CheckStatements.test(renamed(record, subject)))
                        .orElseThrow(() -> missing(file, "record of a test", "Test it first: mlc-wheels test."));
            case AUDIT -> audit(file, subject);
            case SBOM ->
                sbom(file)
                        .map(bytes -> CheckStatements.sbom(subject, bytes))
                        .orElseThrow(() -> missing(file, "SBOM in it", "Repair it first: mlc-wheels repair."));
            case PROVENANCE -> throw new IllegalArgumentException("a provenance is made of facts");
        };
    }

    /** Digests of what the build left beside the wheel. */
    static void byproducts(Path file, Subject subject, ProvenanceFacts facts) throws IOException {
        Optional<byte[]> sbom = sbom(file);
        sbom.ifPresent(bytes -> facts.byproduct("mlc-wheels.cdx.json", Sha256.of(bytes)));
        TestRecords.whole(file, subject.sha256())
                .ifPresent(record -> facts.byproduct(subject.name() + TestRecord.SUFFIX, Sha256.of(record.toJson())));
    }

    private static TestRecord renamed(TestRecord record, Subject subject) {
        return new TestRecord(
                subject.name(),
                record.sha256(),
                record.interpreter(),
                record.test(),
                record.passed(),
                record.notices());
    }

    private static Statement audit(Path file, Subject subject) throws IOException {
        AuditReport report = WheelAuditor.audit(file, AuditOptions.DEFAULT);
        return CheckStatements.audit(subject, report.overall(), report.passed());
    }

    private static Optional<byte[]> sbom(Path file) throws IOException {
        return file.toString().endsWith(WHEEL) ? EmbeddedBill.of(file) : Optional.empty();
    }

    /** The grafted libraries that a repaired wheel lists itself; empty if it does not. */
    static List<BuildMaterial> grafts(Path file) throws IOException {
        List<BuildMaterial> grafts = new ArrayList<>();
        Optional<byte[]> bill = sbom(file);
        if (bill.isEmpty()) {
            return grafts;
        }
        try {
            for (JsonNode component : new JsonMapper().readTree(bill.get()).path("components")) {
                grafts.add(new BuildMaterial(
                        BuildMaterial.Role.GRAFTED_LIBRARY,
                        component.at("/properties/0/value").asText(),
                        Optional.ofNullable(component.get("version")).map(JsonNode::asText),
                        Optional.ofNullable(component.get("purl")).map(JsonNode::asText),
                        Optional.of(component.at("/hashes/0/content").asText())));
            }
            return grafts;
        } catch (JsonProcessingException | InvalidBuildRecordException e) {
            return List.of();
        }
    }

    private static EngineException missing(Path file, String what, String remedy) {
        return new EngineException(EngineException.Kind.INPUT, file + ": there is no " + what, remedy);
    }
}
