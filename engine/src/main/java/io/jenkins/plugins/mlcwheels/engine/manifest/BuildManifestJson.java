package io.jenkins.plugins.mlcwheels.engine.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The JSON form of a {@link BuildManifest}. Reading is strict: no unknown, repeated or mistyped field passes. */
final class BuildManifestJson {

    private static final int MAX_BYTES = 8 << 20;
    private static final int MAX_WHEELS = 10_000;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Set<String> TOP = Set.of("schemaVersion", "tag", "commit", "wheels");
    private static final Set<String> WHEEL = Set.of(
            "file", "name", "version", "tags", "sha256", "size", "flavour", "requiresPython", "policy", "auditPassed");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxStringLength(4096)
                            .maxNumberLength(20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private BuildManifestJson() {}

    static byte[] print(BuildManifest manifest) {
        ObjectNode top = MAPPER.createObjectNode().put("schemaVersion", BuildManifest.SCHEMA_VERSION);
        manifest.tag().ifPresent(tag -> top.put("tag", tag));
        manifest.commit().ifPresent(commit -> top.put("commit", commit));
        var wheels = top.putArray("wheels");
        manifest.wheels().forEach(wheel -> print(wheel, wheels.addObject()));
        return (top.toPrettyString().replace(System.lineSeparator(), "\n") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void print(ManifestWheel wheel, ObjectNode node) {
        node.put("file", wheel.file()).put("name", wheel.name()).put("version", wheel.version());
        var tags = node.putArray("tags");
        io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename.parse(wheel.file())
                .tags()
                .forEach(tag -> tags.add(tag.toString()));
        node.put("sha256", wheel.sha256()).put("size", wheel.size());
        wheel.flavour().ifPresent(value -> node.put("flavour", value));
        wheel.requiresPython().ifPresent(value -> node.put("requiresPython", value));
        wheel.policy().ifPresent(value -> node.put("policy", value));
        wheel.auditPassed().ifPresent(value -> node.put("auditPassed", value));
    }

    static BuildManifest parse(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw new InvalidManifestException("is larger than " + MAX_BYTES + " bytes", null);
        }
        try {
            return read(MAPPER.readTree(json));
        } catch (IOException e) {
            throw new InvalidManifestException("is not JSON that can be read", e);
        } catch (InvalidManifestException e) {
            throw e;
        } catch (EngineException e) {
            throw new InvalidManifestException(e.getMessage(), e);
        }
    }

    private static BuildManifest read(JsonNode top) {
        only(top, TOP, "the document");
        JsonNode version = top.get("schemaVersion");
        if (version == null || !version.isInt() || version.intValue() != BuildManifest.SCHEMA_VERSION) {
            throw new InvalidManifestException("schemaVersion is not " + BuildManifest.SCHEMA_VERSION, null);
        }
        Optional<String> commit = text(top, "commit");
        if (commit.isPresent() && !COMMIT.matcher(commit.get()).matches()) {
            throw new InvalidManifestException("commit is not 40 or 64 hexadecimal digits", null);
        }
        JsonNode wheels = top.get("wheels");
        if (wheels == null || !wheels.isArray() || wheels.size() > MAX_WHEELS) {
            throw new InvalidManifestException("wheels is not a list of at most " + MAX_WHEELS, null);
        }
        List<ManifestWheel> read = new ArrayList<>();
        wheels.forEach(wheel -> read.add(wheel(wheel)));
        return new BuildManifest(text(top, "tag"), commit, read);
    }

    private static ManifestWheel wheel(JsonNode node) {
        only(node, WHEEL, "a wheel");
        JsonNode size = node.get("size");
        if (size == null || !size.isIntegralNumber() || !size.canConvertToLong()) {
            throw new InvalidManifestException("the size of a wheel is missing or no whole number", null);
        }
        JsonNode passed = node.get("auditPassed");
        if (passed != null && !passed.isBoolean()) {
            throw new InvalidManifestException("auditPassed is neither true nor false", null);
        }
        ManifestWheel wheel = new ManifestWheel(
                required(node, "file"),
                required(node, "sha256"),
                size.longValue(),
                text(node, "flavour"),
                text(node, "requiresPython"),
                text(node, "policy"),
                Optional.ofNullable(passed).map(JsonNode::booleanValue));
        agrees(wheel, node);
        return wheel;
    }

    /** What is derived from the file name must be what the file name says. */
    private static void agrees(ManifestWheel wheel, JsonNode node) {
        ObjectNode printed = MAPPER.createObjectNode();
        print(wheel, printed);
        for (String derived : List.of("name", "version", "tags")) {
            if (!printed.get(derived).equals(node.get(derived))) {
                throw new InvalidManifestException(
                        "the " + derived + " of '" + wheel.file() + "' is not what its file name says", null);
            }
        }
    }

    private static void only(JsonNode node, Set<String> allowed, String where) {
        if (node == null || !node.isObject()) {
            throw new InvalidManifestException(where + " is not an object", null);
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!allowed.contains(name)) {
                throw new InvalidManifestException(where + " has an unknown field '" + name + "'", null);
            }
        }
    }

    private static String required(JsonNode node, String field) {
        return text(node, field)
                .orElseThrow(() -> new InvalidManifestException("the " + field + " of a wheel is missing", null));
    }

    private static Optional<String> text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new InvalidManifestException(field + " is not a text", null);
        }
        return Optional.of(value.textValue());
    }
}
