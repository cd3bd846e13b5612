package io.jenkins.plugins.mlcwheels.engine.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.platform.PolicyOutcome;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the JSON form of a report and trusts nothing in it: every field has to be there, of its type and no other. */
final class AuditReportParser {

    private static final int MAX_TEXT = 8 << 20;
    private static final int MAX_STRING = 4096;
    private static final int MAX_ITEMS = 20_000;

    private int items;

    private AuditReportParser() {}

    static AuditReport parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw new InvalidAuditReportException("it has more than " + MAX_TEXT + " characters", null);
        }
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InvalidAuditReportException(e.getOriginalMessage(), e);
        }
        return new AuditReportParser().report(root);
    }

    private AuditReport report(JsonNode root) {
        Fields fields = new Fields("report", root);
        long version = fields.number("schemaVersion");
        if (version < AuditReport.SCHEMA_VERSION || version > AuditReport.SCHEMA_VERSION_OF_SYSTEMS) {
            throw wrong(
                    "schemaVersion",
                    "is not " + AuditReport.SCHEMA_VERSION + " or " + AuditReport.SCHEMA_VERSION_OF_SYSTEMS);
        }
        boolean passed = fields.flag("passed");
        AuditReport report = new AuditReport(
                fields.text("path"),
                fields.text("filename"),
                fields.number("size"),
                sha256(fields.optionalText("sha256")),
                fields.text("architecture"),
                fields.text("libc"),
                fields.text("overall"),
                fields.text("symbolPolicy"),
                fields.sets("versionedSymbols"),
                fields.list("policies", this::policy),
                fields.strings("grafted"),
                fields.flag("instructionSet"),
                fields.flag("pyFpe"),
                fields.flag("ucs2"),
                fields.list("pins", this::pin),
                fields.list("findings", this::finding),
                version == AuditReport.SCHEMA_VERSION ? List.of() : fields.list("systems", this::system));
        fields.end();
        if (passed != report.passed()) {
            throw wrong("passed", "contradicts the findings");
        }
        return report;
    }

    private static Optional<String> sha256(Optional<String> text) {
        if (text.isPresent() && !text.get().matches("[0-9a-f]{64}")) {
            throw wrong("sha256", "is not a SHA-256 in hexadecimal");
        }
        return text;
    }

    private PolicyOutcome policy(JsonNode node) {
        Fields fields = new Fields("policies", node);
        PolicyOutcome outcome = new PolicyOutcome(
                fields.text("name"),
                fields.flag("satisfied"),
                fields.strings("externalLibraries"),
                fields.sets("privateSymbols"));
        fields.end();
        return outcome;
    }

    private Pin pin(JsonNode node) {
        Fields fields = new Fields("pins", node);
        Pin pin = new Pin(
                oneOf("kind", Pin.Kind.values(), fields.text("kind")),
                fields.text("ceiling"),
                fields.text("subject"),
                fields.text("library"),
                fields.strings("elfs"),
                fields.count("elfCount"),
                fields.strings("symbols"),
                fields.text("message"),
                fields.text("remedy"));
        fields.end();
        return pin;
    }

    private Finding finding(JsonNode node) {
        Fields fields = new Fields("findings", node);
        Finding finding = new Finding(
                oneOf("severity", Severity.values(), fields.text("severity")),
                fields.text("code"),
                fields.text("where"),
                fields.text("message"));
        fields.end();
        return finding;
    }

    private SystemPart system(JsonNode node) {
        Fields fields = new Fields("systems", node);
        SystemPart system = new SystemPart(
                fields.text("name"),
                fields.text("tag"),
                fields.strings("architectures"),
                fields.count("files"),
                fields.text("minimum"),
                fields.list("libraries", this::library));
        fields.end();
        return system;
    }

    private SystemPart.LibrarySource library(JsonNode node) {
        Fields fields = new Fields("libraries", node);
        SystemPart.LibrarySource library = new SystemPart.LibrarySource(
                fields.text("name"),
                oneOf("bringer", SystemPart.Bringer.values(), fields.text("bringer")),
                fields.text("from"),
                fields.count("needers"));
        fields.end();
        return library;
    }

    private static <E extends Enum<E>> E oneOf(String field, E[] values, String text) {
        for (E value : values) {
            if (AuditReportJson.lower(value).equals(text)) {
                return value;
            }
        }
        throw wrong(field, "is not one of those known");
    }

    private static InvalidAuditReportException wrong(String field, String problem) {
        return new InvalidAuditReportException(field + " " + problem, null);
    }

    /** The fields of one object, each of which is asked for once. */
    private final class Fields {
        private final String where;
        private final JsonNode node;
        private final Set<String> asked = new HashSet<>();

        Fields(String where, JsonNode node) {
            if (!node.isObject()) {
                throw wrong(where, "is not an object");
            }
            this.where = where;
            this.node = node;
        }

        void end() {
            if (node.size() != asked.size()) {
                throw wrong(where, "has fields that are not known");
            }
        }

        private JsonNode get(String name, boolean rightType, JsonNode value) {
            asked.add(name);
            if (!rightType) {
                throw wrong(name, "is missing or of another type");
            }
            return value;
        }

        String text(String name) {
            JsonNode value = node.path(name);
            return clean(name, get(name, value.isTextual(), value));
        }

        Optional<String> optionalText(String name) {
            JsonNode value = node.path(name);
            return get(name, value.isTextual() || value.isNull(), value).isNull()
                    ? Optional.empty()
                    : Optional.of(clean(name, value));
        }

        boolean flag(String name) {
            JsonNode value = node.path(name);
            return get(name, value.isBoolean(), value).booleanValue();
        }

        long number(String name) {
            JsonNode value = node.path(name);
            boolean right = value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
            return get(name, right, value).longValue();
        }

        int count(String name) {
            return (int) Math.min(number(name), Integer.MAX_VALUE);
        }

        <T> List<T> list(String name, Function<JsonNode, T> reader) {
            JsonNode array = node.path(name);
            List<T> list = new ArrayList<>();
            for (JsonNode value : get(name, array.isArray(), array)) {
                item(name);
                list.add(reader.apply(value));
            }
            return list;
        }

        List<String> strings(String name) {
            return list(name, value -> {
                if (!value.isTextual()) {
                    throw wrong(name, "has something other than texts");
                }
                return clean(name, value);
            });
        }

        SortedMap<String, SortedSet<String>> sets(String name) {
            JsonNode object = node.path(name);
            Fields inner = new Fields(name, get(name, object.isObject(), object));
            SortedMap<String, SortedSet<String>> sets = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                item(name);
                sets.put(printable(name, entry.getKey()), new TreeSet<>(inner.strings(entry.getKey())));
            }
            return sets;
        }

        private void item(String name) {
            if (++items > MAX_ITEMS) {
                throw wrong(name, "makes more than " + MAX_ITEMS + " items");
            }
        }

        private String clean(String name, JsonNode value) {
            return printable(name, value.textValue());
        }

        private String printable(String name, String text) {
            if (!PrintableText.isPrintable(text)) {
                throw wrong(name, "has control characters");
            }
            return text;
        }
    }
}
