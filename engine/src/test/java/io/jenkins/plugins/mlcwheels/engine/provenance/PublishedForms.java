package io.jenkins.plugins.mlcwheels.engine.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The forms that in-toto and SLSA publish, as facts: which field has which type, and which must be there. Taken from the
 * protobuf definitions and the text of the specifications (in-toto attestation v1, test-result v0.1, SLSA 1.2); fields that
 * are not in the definitions are refused, which the specifications do not ask for.
 *
 * @see <a href="https://github.com/in-toto/attestation/tree/main/protos/in_toto_attestation">the definitions</a>
 */
final class PublishedForms {

    private static final Map<String, String> STATEMENT =
            Map.of("_type", "text", "subject", "descriptors", "predicateType", "uri", "predicate", "object");
    private static final Map<String, String> DESCRIPTOR = Map.of(
            "name", "text",
            "uri", "uri",
            "digest", "texts",
            "content", "base64",
            "downloadLocation", "uri",
            "mediaType", "text",
            "annotations", "object");
    private static final Map<String, String> PROVENANCE = Map.of("buildDefinition", "object", "runDetails", "object");
    private static final Map<String, String> DEFINITION = Map.of(
            "buildType", "uri",
            "externalParameters", "object",
            "internalParameters", "object",
            "resolvedDependencies", "descriptors");
    private static final Map<String, String> DETAILS =
            Map.of("builder", "object", "metadata", "object", "byproducts", "descriptors");
    private static final Map<String, String> BUILDER =
            Map.of("id", "uri", "version", "texts", "builderDependencies", "descriptors");
    private static final Map<String, String> METADATA =
            Map.of("invocationId", "text", "startedOn", "time", "finishedOn", "time");
    private static final Map<String, String> TEST_RESULT = Map.of(
            "result", "text",
            "configuration", "descriptors",
            "url", "uri",
            "passedTests", "list",
            "warnedTests", "list",
            "failedTests", "list");

    private final List<String> problems = new ArrayList<>();

    private PublishedForms() {}

    /** What is against the forms. */
    static List<String> problems(JsonNode statement) {
        PublishedForms forms = new PublishedForms();
        forms.check(statement, "statement", STATEMENT, Set.of("_type", "subject", "predicateType"));
        forms.expect(statement.path("_type").asText().equals("https://in-toto.io/Statement/v1"), "_type");
        forms.expect(!statement.path("subject").isEmpty(), "no subject");
        statement.path("subject").forEach(subject -> forms.expect(subject.has("digest"), "a subject without digest"));
        JsonNode predicate = statement.path("predicate");
        switch (statement.path("predicateType").asText()) {
            case "https://slsa.dev/provenance/v1" -> forms.provenance(predicate);
            case "https://in-toto.io/attestation/test-result/v0.1" -> {
                forms.check(predicate, "test result", TEST_RESULT, Set.of("result", "configuration"));
                forms.expect(
                        Set.of("PASSED", "WARNED", "FAILED")
                                .contains(predicate.path("result").asText()),
                        "result");
            }
            default -> {
                // Forms of others, and of ours.
            }
        }
        return forms.problems;
    }

    private void provenance(JsonNode predicate) {
        check(predicate, "provenance", PROVENANCE, PROVENANCE.keySet());
        JsonNode definition = predicate.path("buildDefinition");
        check(definition, "buildDefinition", DEFINITION, Set.of("buildType", "externalParameters"));
        JsonNode details = predicate.path("runDetails");
        check(details, "runDetails", DETAILS, Set.of("builder"));
        check(details.path("builder"), "builder", BUILDER, Set.of("id"));
        check(details.path("metadata"), "metadata", METADATA, Set.of());
        definition
                .path("externalParameters")
                .fieldNames()
                .forEachRemaining(name ->
                        expect(!definition.path("internalParameters").has(name), "both parameters have " + name));
    }

    private void check(JsonNode node, String where, Map<String, String> form, Set<String> required) {
        expect(node.isObject(), where + " is no object");
        required.forEach(name -> expect(node.has(name), where + " has no " + name));
        node.properties().forEach(field -> {
            String type = form.get(field.getKey());
            expect(type != null, where + " has the unknown field " + field.getKey());
            if (type != null) {
                value(field.getValue(), where + "." + field.getKey(), type);
            }
        });
    }

    private void value(JsonNode value, String where, String type) {
        switch (type) {
            case "object" -> expect(value.isObject(), where + " is no object");
            case "text" -> expect(value.isTextual() && !value.asText().isEmpty(), where + " is no text");
            case "uri" -> expect(value.isTextual() && isUri(value.asText()), where + " is no address");
            case "base64" -> expect(value.isTextual(), where + " is no Base64");
            case "time" ->
                expect(
                        value.asText().matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"),
                        where + " is no time");
            case "texts" -> {
                expect(value.isObject(), where + " is no object");
                value.forEach(text -> expect(text.isTextual(), where + " has something else than texts"));
            }
            case "list" -> {
                expect(value.isArray(), where + " is no list");
                value.forEach(text -> expect(text.isTextual(), where + " has something else than texts"));
            }
            case "descriptors" -> {
                expect(value.isArray(), where + " is no list");
                value.forEach(one -> {
                    check(one, where, DESCRIPTOR, Set.of());
                    expect(
                            one.has("uri") || one.has("digest") || one.has("content"),
                            where + " has a descriptor without uri, digest and content");
                });
            }
            default -> throw new IllegalArgumentException(type);
        }
    }

    private static boolean isUri(String text) {
        try {
            return URI.create(text).isAbsolute();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void expect(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
