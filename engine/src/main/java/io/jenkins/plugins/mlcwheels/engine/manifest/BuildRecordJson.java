package io.jenkins.plugins.mlcwheels.engine.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The JSON form of a {@link BuildRecord}. */
final class BuildRecordJson {

    private static final int MAX_BYTES = 4 << 20;
    private static final Set<String> TOP = Set.of(
            "schemaVersion",
            "file",
            "sha256",
            "source",
            "parameters",
            "configuration",
            "image",
            "materials",
            "versions",
            "started",
            "finished",
            "log");

    private BuildRecordJson() {}

    static byte[] print(BuildRecord record) {
        ObjectNode top = Json.MAPPER.createObjectNode();
        top.put("schemaVersion", BuildRecord.SCHEMA_VERSION);
        top.put("file", record.file()).put("sha256", record.sha256());
        record.source().ifPresent(source -> print(source, top.putObject("source")));
        ObjectNode parameters = top.putObject("parameters");
        record.parameters().forEach(parameters::put);
        top.put("configuration", record.configuration());
        record.image().ifPresent(image -> top.put("image", image));
        ArrayNode materials = top.putArray("materials");
        record.materials().forEach(material -> print(material, materials.addObject()));
        ObjectNode versions = top.putObject("versions");
        record.versions().forEach(versions::put);
        record.started().ifPresent(time -> top.put("started", time.toString()));
        record.finished().ifPresent(time -> top.put("finished", time.toString()));
        record.log().ifPresent(log -> top.put("log", log));
        return StrictJson.print(top);
    }

    private static void print(SourceRevision source, ObjectNode node) {
        source.repository().ifPresent(value -> node.put("repository", value));
        source.ref().ifPresent(value -> node.put("ref", value));
        source.commit().ifPresent(value -> node.put("commit", value));
        if (source.modified()) {
            node.put("modified", true);
        }
    }

    private static void print(BuildMaterial material, ObjectNode node) {
        node.put("role", material.role().text()).put("name", material.name());
        material.version().ifPresent(value -> node.put("version", value));
        material.purl().ifPresent(value -> node.put("purl", value));
        material.sha256().ifPresent(value -> node.put("sha256", value));
    }

    static BuildRecord parse(byte[] json) {
        try {
            return read(StrictJson.read(json, MAX_BYTES));
        } catch (StrictJson.Problem | DateTimeException e) {
            throw new InvalidBuildRecordException(e.getMessage(), e);
        }
    }

    private static BuildRecord read(JsonNode top) {
        StrictJson.only(top, TOP, "the document");
        StrictJson.version(top, BuildRecord.SCHEMA_VERSION, BuildRecord.SCHEMA_VERSION);
        return new BuildRecord(
                StrictJson.required(top, "file", "a build"),
                StrictJson.required(top, "sha256", "a build"),
                Optional.ofNullable(top.get("source")).map(BuildRecordJson::source),
                texts(top, "parameters"),
                StrictJson.required(top, "configuration", "a build"),
                StrictJson.text(top, "image"),
                materials(top.get("materials")),
                texts(top, "versions"),
                StrictJson.text(top, "started").map(Instant::parse),
                StrictJson.text(top, "finished").map(Instant::parse),
                StrictJson.text(top, "log"));
    }

    private static SourceRevision source(JsonNode node) {
        StrictJson.only(node, Set.of("repository", "ref", "commit", "modified"), "a source");
        JsonNode modified = node.get("modified");
        if (modified != null && !modified.isBoolean()) {
            throw new StrictJson.Problem("modified is neither true nor false", null);
        }
        return new SourceRevision(
                StrictJson.text(node, "repository"),
                StrictJson.text(node, "ref"),
                StrictJson.text(node, "commit"),
                modified != null && modified.booleanValue());
    }

    private static List<BuildMaterial> materials(JsonNode list) {
        if (list == null || !list.isArray() || list.size() > BuildRecord.MOST_MATERIALS) {
            throw new StrictJson.Problem("materials is not a list of at most " + BuildRecord.MOST_MATERIALS, null);
        }
        List<BuildMaterial> materials = new ArrayList<>();
        for (JsonNode node : list) {
            StrictJson.only(node, Set.of("role", "name", "version", "purl", "sha256"), "a material");
            materials.add(new BuildMaterial(
                    BuildMaterial.Role.of(StrictJson.required(node, "role", "a material"))
                            .orElseThrow(() -> new StrictJson.Problem("a material has an unknown role", null)),
                    StrictJson.required(node, "name", "a material"),
                    StrictJson.text(node, "version"),
                    StrictJson.text(node, "purl"),
                    StrictJson.text(node, "sha256")));
        }
        return materials;
    }

    private static SortedMap<String, String> texts(JsonNode top, String field) {
        JsonNode node = top.get(field);
        if (node == null || !node.isObject()) {
            throw new StrictJson.Problem(field + " is not an object", null);
        }
        SortedMap<String, String> texts = new TreeMap<>();
        node.fieldNames().forEachRemaining(name -> texts.put(name, StrictJson.required(node, name, field)));
        return texts;
    }
}
