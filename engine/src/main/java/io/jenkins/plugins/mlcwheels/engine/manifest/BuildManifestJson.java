package io.jenkins.plugins.mlcwheels.engine.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The JSON form of a {@link BuildManifest}. A manifest without tests is printed in the first version, as it was before
 * there were any, so that releases of that time stay as they are.
 */
final class BuildManifestJson {

    private static final int MAX_BYTES = 8 << 20;
    private static final int MAX_WHEELS = 10_000;
    private static final int FIRST_VERSION = 1;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Set<String> TOP = Set.of("schemaVersion", "tag", "commit", "wheels");
    private static final Set<String> WHEEL = Set.of(
            "file", "name", "version", "tags", "sha256", "size", "flavour", "requiresPython", "policy", "auditPassed");
    private static final Set<String> TESTED_WHEEL = Set.of(
            "file",
            "name",
            "version",
            "tags",
            "sha256",
            "size",
            "flavour",
            "requiresPython",
            "policy",
            "auditPassed",
            "test");

    private BuildManifestJson() {}

    static byte[] print(BuildManifest manifest) {
        boolean tested =
                manifest.wheels().stream().anyMatch(wheel -> wheel.test().isPresent());
        ObjectNode top = Json.MAPPER.createObjectNode();
        top.put("schemaVersion", tested ? BuildManifest.SCHEMA_VERSION : FIRST_VERSION);
        manifest.tag().ifPresent(tag -> top.put("tag", tag));
        manifest.commit().ifPresent(commit -> top.put("commit", commit));
        var wheels = top.putArray("wheels");
        manifest.wheels().forEach(wheel -> print(wheel, wheels.addObject()));
        return StrictJson.print(top);
    }

    private static void print(ManifestWheel wheel, ObjectNode node) {
        node.put("file", wheel.file()).put("name", wheel.name()).put("version", wheel.version());
        var tags = node.putArray("tags");
        WheelFilename.parse(wheel.file()).tags().forEach(tag -> tags.add(tag.toString()));
        node.put("sha256", wheel.sha256()).put("size", wheel.size());
        wheel.flavour().ifPresent(value -> node.put("flavour", value));
        wheel.requiresPython().ifPresent(value -> node.put("requiresPython", value));
        wheel.policy().ifPresent(value -> node.put("policy", value));
        wheel.auditPassed().ifPresent(value -> node.put("auditPassed", value));
        wheel.test().ifPresent(test -> print(test, node.putObject("test")));
    }

    private static void print(WheelTest test, ObjectNode node) {
        node.put("python", test.python());
        TestRecordJson.print(test.imports(), node.putObject("imports"));
    }

    static BuildManifest parse(byte[] json) {
        try {
            return read(StrictJson.read(json, MAX_BYTES));
        } catch (InvalidManifestException e) {
            throw e;
        } catch (EngineException | StrictJson.Problem | IllegalArgumentException e) {
            throw new InvalidManifestException(e.getMessage(), e);
        }
    }

    private static BuildManifest read(JsonNode top) {
        StrictJson.only(top, TOP, "the document");
        int version = StrictJson.version(top, FIRST_VERSION, BuildManifest.SCHEMA_VERSION);
        Optional<String> commit = StrictJson.text(top, "commit");
        if (commit.isPresent() && !COMMIT.matcher(commit.get()).matches()) {
            throw new InvalidManifestException("commit is not 40 or 64 hexadecimal digits", null);
        }
        JsonNode wheels = top.get("wheels");
        if (wheels == null || !wheels.isArray() || wheels.size() > MAX_WHEELS) {
            throw new InvalidManifestException("wheels is not a list of at most " + MAX_WHEELS, null);
        }
        List<ManifestWheel> read = new ArrayList<>();
        wheels.forEach(wheel -> read.add(wheel(wheel, version == FIRST_VERSION ? WHEEL : TESTED_WHEEL)));
        return new BuildManifest(StrictJson.text(top, "tag"), commit, read);
    }

    private static ManifestWheel wheel(JsonNode node, Set<String> fields) {
        StrictJson.only(node, fields, "a wheel");
        JsonNode size = node.get("size");
        if (size == null || !size.isIntegralNumber() || !size.canConvertToLong()) {
            throw new InvalidManifestException("the size of a wheel is missing or no whole number", null);
        }
        JsonNode passed = node.get("auditPassed");
        if (passed != null && !passed.isBoolean()) {
            throw new InvalidManifestException("auditPassed is neither true nor false", null);
        }
        ManifestWheel wheel = new ManifestWheel(
                StrictJson.required(node, "file", "a wheel"),
                StrictJson.required(node, "sha256", "a wheel"),
                size.longValue(),
                StrictJson.text(node, "flavour"),
                StrictJson.text(node, "requiresPython"),
                StrictJson.text(node, "policy"),
                Optional.ofNullable(passed).map(JsonNode::booleanValue),
                Optional.ofNullable(node.get("test")).map(BuildManifestJson::test));
        agrees(wheel, node);
        return wheel;
    }

    private static WheelTest test(JsonNode node) {
        StrictJson.only(node, Set.of("python", "imports"), "a test");
        return new WheelTest(StrictJson.required(node, "python", "a test"), TestRecordJson.proof(node.get("imports")));
    }

    /** What is derived from the file name must be what the file name says. */
    private static void agrees(ManifestWheel wheel, JsonNode node) {
        ObjectNode printed = Json.MAPPER.createObjectNode();
        print(wheel, printed);
        for (String derived : List.of("name", "version", "tags")) {
            if (!printed.get(derived).equals(node.get(derived))) {
                throw new InvalidManifestException(
                        "the " + derived + " of '" + wheel.file() + "' is not what its file name says", null);
            }
        }
    }
}
