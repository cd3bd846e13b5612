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
 * The JSON form of a {@link BuildManifest}. One without archives of symbols is printed in the third version,
 * without bundles either in the second, and without tests either in the first, as they were before there were any, so
 * that releases of that time stay as they are.
 */
final class BuildManifestJson {

    private static final int MAX_BYTES = 8 << 20;
    private static final int MAX_WHEELS = 10_000;
    private static final int FIRST_VERSION = 1;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int TESTS_VERSION = 2;
    private static final int BUNDLES_VERSION = 3;
    private static final Set<String> TOP = Set.of("schemaVersion", "tag", "commit", "wheels");
    private static final Set<String> SIGNED_TOP = Set.of("schemaVersion", "tag", "commit", "wheels", "bundles");
    private static final Set<String> NEWEST_TOP =
            Set.of("schemaVersion", "tag", "commit", "wheels", "bundles", "symbols");
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
        ObjectNode top = Json.MAPPER.createObjectNode();
        top.put("schemaVersion", version(manifest));
        manifest.tag().ifPresent(tag -> top.put("tag", tag));
        manifest.commit().ifPresent(commit -> top.put("commit", commit));
        var wheels = top.putArray("wheels");
        manifest.wheels().forEach(wheel -> print(wheel, wheels.addObject()));
        if (!manifest.bundles().isEmpty()) {
            var bundles = top.putArray("bundles");
            manifest.bundles().forEach(bundle -> print(bundle, bundles.addObject()));
        }
        if (!manifest.symbols().isEmpty()) {
            var symbols = top.putArray("symbols");
            manifest.symbols().forEach(archive -> symbols.addObject()
                    .put("file", archive.file())
                    .put("wheel", archive.wheel())
                    .put("sha256", archive.sha256())
                    .put("size", archive.size()));
        }
        return StrictJson.print(top);
    }

    private static int version(BuildManifest manifest) {
        boolean tested =
                manifest.wheels().stream().anyMatch(wheel -> wheel.test().isPresent());
        if (!manifest.symbols().isEmpty()) {
            return BuildManifest.SCHEMA_VERSION;
        }
        return !manifest.bundles().isEmpty() ? BUNDLES_VERSION : tested ? TESTS_VERSION : FIRST_VERSION;
    }

    private static void print(ManifestBundle bundle, ObjectNode node) {
        node.put("file", bundle.file());
        bundle.name().file().ifPresent(file -> node.put("about", file));
        node.put("kind", bundle.name().kind());
        node.put("sha256", bundle.sha256()).put("size", bundle.size());
        bundle.keyId().ifPresent(id -> node.put("keyId", id));
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
        int version = StrictJson.version(top, FIRST_VERSION, BuildManifest.SCHEMA_VERSION);
        StrictJson.only(
                top,
                version == BuildManifest.SCHEMA_VERSION ? NEWEST_TOP : version == BUNDLES_VERSION ? SIGNED_TOP : TOP,
                "the document");
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
        return new BuildManifest(
                StrictJson.text(top, "tag"), commit, read, bundles(top.get("bundles")), symbols(top.get("symbols")));
    }

    private static List<ManifestSymbols> symbols(JsonNode list) {
        if (list == null) {
            return List.of();
        }
        if (!list.isArray() || list.size() > MAX_WHEELS) {
            throw new InvalidManifestException("symbols is not a list of at most " + MAX_WHEELS, null);
        }
        List<ManifestSymbols> symbols = new ArrayList<>();
        for (JsonNode node : list) {
            StrictJson.only(node, Set.of("file", "wheel", "sha256", "size"), "an archive of symbols");
            ManifestSymbols archive = new ManifestSymbols(
                    StrictJson.required(node, "file", "an archive of symbols"),
                    StrictJson.required(node, "sha256", "an archive of symbols"),
                    size(node, "an archive of symbols"));
            if (!StrictJson.required(node, "wheel", "an archive of symbols").equals(archive.wheel())) {
                throw new InvalidManifestException(
                        "'" + archive.file() + "' is of another wheel than its name says", null);
            }
            symbols.add(archive);
        }
        return symbols;
    }

    private static List<ManifestBundle> bundles(JsonNode list) {
        if (list == null) {
            return List.of();
        }
        if (!list.isArray() || list.size() > MAX_WHEELS) {
            throw new InvalidManifestException("bundles is not a list of at most " + MAX_WHEELS, null);
        }
        List<ManifestBundle> bundles = new ArrayList<>();
        for (JsonNode node : list) {
            StrictJson.only(node, Set.of("file", "about", "kind", "sha256", "size", "keyId"), "a bundle");
            ManifestBundle bundle = new ManifestBundle(
                    StrictJson.required(node, "file", "a bundle"),
                    StrictJson.required(node, "sha256", "a bundle"),
                    size(node, "a bundle"),
                    StrictJson.text(node, "keyId"));
            if (!StrictJson.text(node, "about").equals(bundle.name().file())
                    || !StrictJson.required(node, "kind", "a bundle")
                            .equals(bundle.name().kind())) {
                throw new InvalidManifestException(
                        "'" + bundle.file() + "' is about something else than its name says", null);
            }
            bundles.add(bundle);
        }
        return bundles;
    }

    private static long size(JsonNode node, String of) {
        JsonNode size = node.get("size");
        if (size == null || !size.isIntegralNumber() || !size.canConvertToLong()) {
            throw new InvalidManifestException("the size of " + of + " is missing or no whole number", null);
        }
        return size.longValue();
    }

    private static ManifestWheel wheel(JsonNode node, Set<String> fields) {
        StrictJson.only(node, fields, "a wheel");
        JsonNode passed = node.get("auditPassed");
        if (passed != null && !passed.isBoolean()) {
            throw new InvalidManifestException("auditPassed is neither true nor false", null);
        }
        ManifestWheel wheel = new ManifestWheel(
                StrictJson.required(node, "file", "a wheel"),
                StrictJson.required(node, "sha256", "a wheel"),
                size(node, "a wheel"),
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
