package io.jenkins.plugins.mlcwheels.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.provenance.Check;
import io.jenkins.plugins.mlcwheels.engine.provenance.FileReport;
import io.jenkins.plugins.mlcwheels.engine.provenance.Statement;
import io.jenkins.plugins.mlcwheels.engine.provenance.StatementKind;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of a verification, for people and for programs. */
final class VerifyText {

    private static final int SCHEMA_VERSION = 1;
    private static final int LONGEST = 500;

    private VerifyText() {}

    static void print(List<FileReport> reports, PrintWriter out) {
        for (FileReport report : reports) {
            out.println((report.passed() ? "ok      " : "FAILED  ") + PrintableText.line(report.name()));
            for (Check check : report.checks()) {
                out.println("  " + (check.passed() ? "ok      " : "FAILED  ") + check.name() + ": expected "
                        + check.expected() + "; found " + check.found());
            }
            report.unreadable().ifPresent(problem -> {
                out.println("  UNREADABLE  " + problem.getMessage());
                out.println("    " + problem.suggestion());
            });
            report.statement(StatementKind.PROVENANCE).ifPresent(statement -> facts(statement)
                    .forEach((name, value) -> out.println("  " + name + ": " + PrintableText.folded(value, LONGEST))));
        }
        long failed = reports.stream().filter(report -> !report.passed()).count();
        out.println(reports.size()
                + (reports.size() == 1 ? " file, " : " files, ")
                + (failed == 0 ? "all verified" : failed + " not verified"));
    }

    /** What a provenance says, and what its builder was merely told. */
    private static Map<String, String> facts(Statement statement) {
        JsonNode predicate = statement.predicate();
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "builder", predicate.at("/runDetails/builder/id"));
        put(facts, "run", predicate.at("/runDetails/metadata/invocationId"));
        JsonNode external = predicate.at("/buildDefinition/externalParameters");
        source(external).ifPresent(source -> facts.put("source", source));
        put(facts, "built", predicate.at("/runDetails/metadata/finishedOn"));
        int dependencies = predicate.at("/buildDefinition/resolvedDependencies").size();
        if (dependencies > 0) {
            facts.put("dependencies", dependencies + " listed");
        }
        JsonNode reported = predicate.at("/buildDefinition/internalParameters/reported");
        reported.properties().forEach(by -> facts.put("reported by " + by.getKey(), reported(by.getValue())));
        return facts;
    }

    private static Optional<String> source(JsonNode node) {
        List<String> parts = new ArrayList<>();
        for (String name : List.of("repository", "ref", "commit")) {
            if (node.path(name).isTextual()) {
                parts.add(node.get(name).textValue());
            }
        }
        if (node.path("modified").asBoolean(false)) {
            parts.add("with changes");
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", parts));
    }

    /** What the signer did not see itself. */
    private static String reported(JsonNode reports) {
        List<String> texts = new ArrayList<>();
        for (JsonNode report : reports) {
            String image = report.path("image").asText("");
            texts.add(report.path("file").asText("")
                    + source(report.path("source")).map(text -> " from " + text).orElse("")
                    + (image.isEmpty() ? "" : " in " + image) + ", "
                    + report.path("dependencies").size() + " dependencies");
        }
        return String.join("; ", texts);
    }

    private static void put(Map<String, String> facts, String name, JsonNode value) {
        if (value.isTextual()) {
            facts.put(name, value.textValue());
        }
    }

    static String json(List<FileReport> reports) {
        ObjectNode top = new JsonMapper().createObjectNode();
        top.put("schemaVersion", SCHEMA_VERSION);
        top.put("passed", reports.stream().allMatch(FileReport::passed));
        ArrayNode files = top.putArray("files");
        for (FileReport report : reports) {
            ObjectNode file = files.addObject().put("file", report.name());
            report.sha256().ifPresent(digest -> file.put("sha256", digest));
            file.put("passed", report.passed());
            report.unreadable().ifPresent(problem -> file.put("unreadable", problem.getMessage()));
            ArrayNode checks = file.putArray("checks");
            for (Check check : report.checks()) {
                checks.addObject()
                        .put("name", check.name())
                        .put("passed", check.passed())
                        .put("expected", check.expected())
                        .put("found", check.found());
            }
            ArrayNode statements = file.putArray("statements");
            report.statements().forEach(statement -> statements
                    .addObject()
                    .put("predicateType", statement.predicateType())
                    .set("predicate", statement.predicate()));
        }
        return top.toPrettyString();
    }
}
