package io.jenkins.plugins.mlcwheels.engine.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import java.util.Set;
import java.util.regex.Pattern;

/** The JSON forms of a {@link TestRecord} and of the {@link ImportProof} in it. */
final class TestRecordJson {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MOST_LINES = 10_000;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Set<String> TOP =
            Set.of("schemaVersion", "file", "sha256", "python", "passed", "notices", "imports");

    private TestRecordJson() {}

    static byte[] print(TestRecord record) {
        ObjectNode top = Json.MAPPER.createObjectNode();
        top.put("schemaVersion", TestRecord.SCHEMA_VERSION)
                .put("file", record.file())
                .put("sha256", record.sha256());
        top.putObject("python")
                .put("path", record.interpreter())
                .put("version", record.test().python());
        record.passed().forEach(top.putArray("passed")::add);
        record.notices().forEach(top.putArray("notices")::add);
        print(record.test().imports(), top.putObject("imports"));
        return StrictJson.print(top);
    }

    static void print(ImportProof proof, ObjectNode node) {
        node.put("proof", proof.outcome().text());
        proof.modules().forEach(node.putArray("modules")::add);
    }

    static TestRecord parse(byte[] json) {
        try {
            return read(StrictJson.read(json, MAX_BYTES));
        } catch (StrictJson.Problem | IllegalArgumentException e) {
            throw new InvalidTestRecordException(e.getMessage(), e);
        }
    }

    private static TestRecord read(JsonNode top) {
        StrictJson.only(top, TOP, "the document");
        StrictJson.version(top, TestRecord.SCHEMA_VERSION, TestRecord.SCHEMA_VERSION);
        JsonNode python = top.get("python");
        StrictJson.only(python, Set.of("path", "version"), "python");
        String sha256 = StrictJson.required(top, "sha256", "the wheel");
        if (!DIGEST.matcher(sha256).matches()) {
            throw new StrictJson.Problem("sha256 is not 64 hexadecimal digits", null);
        }
        return new TestRecord(
                StrictJson.required(top, "file", "the wheel"),
                sha256,
                StrictJson.required(python, "path", "python"),
                new WheelTest(StrictJson.required(python, "version", "python"), proof(top.get("imports"))),
                StrictJson.texts(top, "passed", MOST_LINES),
                StrictJson.texts(top, "notices", MOST_LINES));
    }

    static ImportProof proof(JsonNode node) {
        StrictJson.only(node, Set.of("proof", "modules"), "imports");
        String text = StrictJson.required(node, "proof", "the imports");
        ImportProof.Outcome outcome = ImportProof.Outcome.of(text)
                .orElseThrow(() -> new StrictJson.Problem("imports have an unknown proof", null));
        return new ImportProof(outcome, StrictJson.texts(node, "modules", ImportProof.MOST_MODULES));
    }
}
