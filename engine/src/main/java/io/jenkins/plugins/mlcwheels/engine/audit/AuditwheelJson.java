package io.jenkins.plugins.mlcwheels.engine.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.jenkins.plugins.mlcwheels.engine.platform.PolicyOutcome;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;

/** Prints a report in the shape of {@code auditwheel show --json} (version 1), for scripts made for that. */
public final class AuditwheelJson {

    private AuditwheelJson() {}

    /** Several lines, without a line end at the end. */
    public static String write(AuditReport report) {
        return print(json -> {
            json.writeNumberField("version", 1);
            json.writeStringField("wheel", report.filename());
            json.writeBooleanField("pure", false);
            json.writeStringField("overall_tag", report.overall());
            json.writeStringField("sym_tag", report.symbolPolicy());
            json.writeBooleanField("pyfpe", report.pyFpe());
            json.writeBooleanField("ucs2", report.ucs2());
            json.writeBooleanField("unsupported_isa", report.instructionSet());
            sets(json, "versioned_symbols", report.versionedSymbols());
            json.writeObjectFieldStart("external_libs");
            for (String soname : report.externalLibraries()) {
                json.writeNullField(soname);
            }
            json.writeEndObject();
            json.writeObjectFieldStart("policy_upgrades");
            for (PolicyOutcome outcome : report.policies()) {
                upgrade(json, outcome);
            }
            json.writeEndObject();
        });
    }

    /** For a wheel that has no verdict. */
    public static String writeError(String filename, String message) {
        return print(json -> {
            json.writeNumberField("version", 1);
            json.writeStringField("wheel", filename);
            json.writeStringField("error", message);
        });
    }

    private static void upgrade(JsonGenerator json, PolicyOutcome outcome) throws IOException {
        boolean libraries = !outcome.externalLibraries().isEmpty();
        boolean symbols = !outcome.privateSymbols().isEmpty();
        if (outcome.satisfied() || !(libraries || symbols)) {
            return;
        }
        json.writeObjectFieldStart(outcome.name());
        if (libraries) {
            strings(json, "libs_to_eliminate", outcome.externalLibraries());
        }
        if (symbols) {
            sets(json, "blacklisted_symbols", outcome.privateSymbols());
        }
        json.writeEndObject();
    }

    private static void sets(JsonGenerator json, String name, Map<String, SortedSet<String>> sets) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, SortedSet<String>> set : sets.entrySet()) {
            strings(json, set.getKey(), set.getValue());
        }
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, String name, Collection<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    @FunctionalInterface
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static String print(Body body) {
        StringWriter text = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("    ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        JsonFactory factory =
                JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        try (JsonGenerator json = factory.createGenerator(text).setPrettyPrinter(printer)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
