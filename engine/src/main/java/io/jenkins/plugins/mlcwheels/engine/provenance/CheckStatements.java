package io.jenkins.plugins.mlcwheels.engine.provenance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.manifest.TestRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.WheelTest;
import java.util.List;

/** Statements of how a file was checked: its test, its audit, and what is in it. */
public final class CheckStatements {

    private CheckStatements() {}

    /**
     * That the file passed its test. The path of the interpreter and the reasons of notices, which may have paths, are
     * left out.
     */
    public static Statement test(TestRecord record) {
        ObjectNode predicate = BundleJson.MAPPER.createObjectNode().put("result", "PASSED");
        WheelTest test = record.test();
        ObjectNode python = predicate.putArray("configuration").addObject();
        python.put("name", "python").put("uri", "pkg:generic/python@" + test.python());
        ObjectNode imports = python.putObject("annotations")
                .put("imports", test.imports().outcome().text());
        ArrayNode modules = imports.putArray("modules");
        test.imports().modules().forEach(modules::add);
        ArrayNode passed = predicate.putArray("passedTests");
        record.passed().forEach(passed::add);
        ArrayNode warned = predicate.putArray("warnedTests");
        record.notices().forEach(notice -> warned.add(notice.split(":", 2)[0]));
        predicate.putArray("failedTests");
        return Statement.of(StatementKind.TEST_RESULT, List.of(new Subject(record.file(), record.sha256())), predicate);
    }

    /** @param platform the most portable one that the audit found the file to comply with */
    public static Statement audit(Subject file, String platform, boolean passed) {
        ObjectNode predicate = BundleJson.MAPPER.createObjectNode();
        predicate.put("result", passed ? "PASSED" : "FAILED").put("platform", platform);
        return Statement.of(StatementKind.AUDIT, List.of(file), predicate);
    }

    /**
     * @param cycloneDx a CycloneDX document in JSON
     * @throws InvalidBundleException if it is none
     */
    public static Statement sbom(Subject file, byte[] cycloneDx) {
        ObjectNode predicate = BundleJson.read(cycloneDx, "has an SBOM that is");
        if (!predicate.path("bomFormat").asText().equals("CycloneDX")) {
            throw new InvalidBundleException("has an SBOM that is not CycloneDX");
        }
        return Statement.of(StatementKind.SBOM, List.of(file), predicate);
    }
}
