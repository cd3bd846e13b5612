package io.jenkins.plugins.mlcwheels.engine.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * GitHub's description of its API: tells what is wrong with a request or an answer, and makes sample answers with all
 * fields that the description requires. Knows the part of JSON Schema that is used there.
 */
public final class OpenApi {

    private final JsonNode document;
    private final Map<String, Pattern> paths = new LinkedHashMap<>();

    private OpenApi(JsonNode document) {
        this.document = document;
        document.path("paths").properties().forEach(path -> {
            StringBuilder regex = new StringBuilder();
            for (String part : path.getKey().substring(1).split("/")) {
                regex.append('/');
                regex.append(part.equals("{ref}") ? ".+" : part.startsWith("{") ? "[^/]+" : Pattern.quote(part));
            }
            paths.put(path.getKey(), Pattern.compile(regex.toString()));
        });
    }

    /** @param name {@code api.github.com} or {@code ghes-3.17} */
    public static OpenApi load(String name) {
        try (InputStream in = OpenApi.class.getResourceAsStream("/github-openapi/" + name + ".json")) {
            return new OpenApi(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All endpoints, such as {@code GET /repos/{owner}/{repo}}. */
    public Set<String> operations() {
        Set<String> all = new TreeSet<>();
        paths.keySet().forEach(path -> document.path("paths")
                .path(path)
                .fieldNames()
                .forEachRemaining(method -> all.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return all;
    }

    /** The endpoint that a request goes to; empty if there is none such. */
    public Optional<String> operationOf(String method, String path) {
        return paths.entrySet().stream()
                .filter(entry -> entry.getValue().matcher(path).matches())
                .filter(entry -> document.path("paths").path(entry.getKey()).has(method.toLowerCase(Locale.ROOT)))
                .map(entry -> method + " " + entry.getKey())
                .findFirst();
    }

    /** What is wrong with a request; empty if nothing is. */
    public List<String> requestProblems(
            String method, String path, Map<String, String> query, Optional<JsonNode> body) {
        Optional<JsonNode> operation = operation(method, path);
        if (operation.isEmpty()) {
            return List.of("no endpoint " + method + " " + path);
        }
        List<String> problems = new ArrayList<>();
        Map<String, JsonNode> known = new LinkedHashMap<>();
        for (JsonNode reference : operation.get().path("parameters")) {
            JsonNode parameter = resolve(reference);
            if (parameter.path("in").asText().equals("query")) {
                known.put(parameter.path("name").asText(), parameter);
            }
        }
        query.keySet().stream()
                .filter(name -> !known.containsKey(name))
                .forEach(name -> problems.add("unknown query parameter " + name));
        known.forEach((name, parameter) -> {
            if (parameter.path("required").asBoolean() && !query.containsKey(name)) {
                problems.add("missing query parameter " + name);
            }
        });
        JsonNode schema = operation.get().at("/requestBody/content/application~1json/schema");
        body.ifPresent(given -> {
            if (schema.isMissingNode()) {
                problems.add("a body where none is due");
            } else {
                check("body", given, schema, true, problems);
            }
        });
        return problems;
    }

    /** What is wrong with a JSON answer; empty if nothing is, or the description says nothing of that status. */
    public List<String> answerProblems(String method, String path, int status, JsonNode body) {
        List<String> problems = new ArrayList<>();
        answerSchema(method, path, status).ifPresent(schema -> check("answer", body, schema, false, problems));
        return problems;
    }

    private Optional<JsonNode> answerSchema(String method, String path, int status) {
        return operation(method, path)
                .map(operation -> resolve(operation.path("responses").path(Integer.toString(status))))
                .map(response -> response.at("/content/application~1json/schema"))
                .filter(schema -> !schema.isMissingNode());
    }

    /** An object of a named schema with all that it requires. */
    public ObjectNode sample(String schema) {
        return (ObjectNode) sample(document.at("/components/schemas/" + schema));
    }

    private JsonNode sample(JsonNode reference) {
        JsonNode schema = resolve(reference);
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (schema.has("enum")) {
            return schema.path("enum").get(0);
        }
        return switch (schema.path("type").asText("object")) {
            case "string" ->
                json.textNode(
                        schema.path("format").asText().equals("date-time")
                                ? "2026-01-01T00:00:00Z"
                                : schema.path("format").asText().equals("uri")
                                        ? "https://example.org/sample"
                                        : "sample");
            case "integer", "number" -> json.numberNode(1);
            case "boolean" -> json.booleanNode(false);
            case "array" -> json.arrayNode();
            default -> sampleObject(schema);
        };
    }

    private ObjectNode sampleObject(JsonNode schema) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        schema.path("required")
                .forEach(name -> object.set(
                        name.asText(), sample(schema.path("properties").path(name.asText()))));
        return object;
    }

    private Optional<JsonNode> operation(String method, String path) {
        return operationOf(method, path).map(operation -> document.path("paths")
                .path(operation.substring(method.length() + 1))
                .path(method.toLowerCase(Locale.ROOT)));
    }

    private JsonNode resolve(JsonNode node) {
        JsonNode current = node;
        while (current.has("$ref")) {
            current = document.at(current.path("$ref").asText().substring(1));
        }
        return current;
    }

    private void check(String where, JsonNode value, JsonNode reference, boolean closed, List<String> problems) {
        JsonNode schema = resolve(reference);
        if (value.isNull()) {
            if (!schema.path("nullable").asBoolean()) {
                problems.add(where + " is null");
            }
            return;
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.has(choice) && !fitsOne(where, value, schema.path(choice), closed)) {
                problems.add(where + " fits none of " + choice);
            }
        }
        schema.path("allOf").forEach(part -> check(where, value, part, closed, problems));
        if (schema.has("type") && !isOfType(value, schema.path("type").asText())) {
            problems.add(where + " is no " + schema.path("type").asText());
            return;
        }
        if (schema.has("enum") && !contains(schema.path("enum"), value)) {
            problems.add(where + " is '" + value.asText() + "', none of " + schema.path("enum"));
        }
        checkParts(where, value, schema, closed, problems);
    }

    private void checkParts(String where, JsonNode value, JsonNode schema, boolean closed, List<String> problems) {
        if (value.isArray()) {
            value.forEach(item -> check(where + "[]", item, schema.path("items"), closed, problems));
        }
        if (!value.isObject()) {
            return;
        }
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                problems.add(where + " lacks " + name.asText());
            }
        });
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode property = schema.path("properties").path(field.getKey());
            if (!property.isMissingNode()) {
                check(where + "." + field.getKey(), field.getValue(), property, closed, problems);
            } else if (closed && schema.has("properties")) {
                problems.add(where + " has an unknown field " + field.getKey());
            }
        }
    }

    private boolean fitsOne(String where, JsonNode value, JsonNode choices, boolean closed) {
        for (JsonNode choice : choices) {
            List<String> problems = new ArrayList<>();
            check(where, value, choice, closed, problems);
            if (problems.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode item : list) {
            if (item.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfType(JsonNode value, String type) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            default -> value.isObject();
        };
    }
}
