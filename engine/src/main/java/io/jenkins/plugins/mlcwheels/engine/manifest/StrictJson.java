package io.jenkins.plugins.mlcwheels.engine.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the readers of records have in common: no unknown, repeated or mistyped field passes. */
final class StrictJson {

    private StrictJson() {}

    /** What is wrong, without the name of the document. */
    static final class Problem extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Problem(String what, Throwable cause) {
            super(what, cause);
        }
    }

    static byte[] print(ObjectNode node) {
        return (node.toPrettyString().replace(System.lineSeparator(), "\n") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static JsonNode read(byte[] json, int mostBytes) {
        if (json.length > mostBytes) {
            throw new Problem("is larger than " + mostBytes + " bytes", null);
        }
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new Problem("is not JSON that can be read", e);
        }
    }

    static void only(JsonNode node, Set<String> allowed, String where) {
        if (node == null || !node.isObject()) {
            throw new Problem(where + " is not an object", null);
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!allowed.contains(name)) {
                throw new Problem(where + " has an unknown field '" + name + "'", null);
            }
        }
    }

    static int version(JsonNode top, int oldest, int newest) {
        JsonNode version = top.get("schemaVersion");
        if (version == null || !version.isInt() || version.intValue() < oldest || version.intValue() > newest) {
            throw new Problem("schemaVersion is not " + (oldest == newest ? "" : oldest + " to ") + newest, null);
        }
        return version.intValue();
    }

    static String required(JsonNode node, String field, String of) {
        return text(node, field).orElseThrow(() -> new Problem("the " + field + " of " + of + " is missing", null));
    }

    static Optional<String> text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new Problem(field + " is not a text", null);
        }
        return Optional.of(value.textValue());
    }

    static List<String> texts(JsonNode node, String field, int most) {
        JsonNode values = node.get(field);
        if (values == null || !values.isArray() || values.size() > most) {
            throw new Problem(field + " is not a list of at most " + most, null);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode value : values) {
            if (!value.isTextual()) {
                throw new Problem(field + " has what is not a text", null);
            }
            texts.add(value.textValue());
        }
        return texts;
    }
}
