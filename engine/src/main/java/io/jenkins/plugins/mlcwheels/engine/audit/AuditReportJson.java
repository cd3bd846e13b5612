package io.jenkins.plugins.mlcwheels.engine.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.platform.PolicyOutcome;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart;
import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;

/** The JSON form of an {@link AuditReport}; docs/audit.md describes it. */
public final class AuditReportJson {

    private final JsonGenerator json;

    private AuditReportJson(JsonGenerator json) {
        this.json = json;
    }

    /** On one line, without a line end. */
    public static String write(AuditReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            new AuditReportJson(json).report(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** For a wheel that has no report: why, and the exit code that a program would give. */
    public static String writeError(String path, String message, int exitCode) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("schemaVersion", AuditReport.SCHEMA_VERSION);
            json.writeStringField("path", path);
            json.writeStringField("error", message);
            json.writeNumberField("exitCode", exitCode);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** For several files that were audited at once: what there is to say of them together. */
    public static String writeSet(SetAudit.Report set) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            new AuditReportJson(json).set(set);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void set(SetAudit.Report set) throws IOException {
        json.writeStartObject();
        json.writeNumberField("schemaVersion", AuditReport.SCHEMA_VERSION);
        json.writeArrayFieldStart("set");
        for (SetAudit.Row row : set.rows()) {
            json.writeStartObject();
            json.writeStringField("file", row.file());
            json.writeStringField("says", row.says());
            json.writeStringField("could", row.could());
            strings("missing", row.missing());
            json.writeNumberField("errors", row.errors());
            json.writeNumberField("warnings", row.warnings());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("findings");
        for (Finding finding : set.findings()) {
            finding(finding);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /**
     * Reads a report that may come from anywhere: only this very form is accepted, within limits of size.
     *
     * @throws InvalidAuditReportException naming the place
     */
    public static AuditReport parse(String text) {
        return AuditReportParser.parse(text);
    }

    private void report(AuditReport report) throws IOException {
        json.writeStartObject();
        json.writeNumberField("schemaVersion", report.schemaVersion());
        json.writeStringField("path", report.path());
        json.writeStringField("filename", report.filename());
        json.writeNumberField("size", report.size());
        json.writeStringField("sha256", report.sha256().orElse(null));
        json.writeBooleanField("passed", report.passed());
        json.writeStringField("architecture", report.architecture());
        json.writeStringField("libc", report.libc());
        json.writeStringField("overall", report.overall());
        json.writeStringField("symbolPolicy", report.symbolPolicy());
        json.writeBooleanField("instructionSet", report.instructionSet());
        json.writeBooleanField("pyFpe", report.pyFpe());
        json.writeBooleanField("ucs2", report.ucs2());
        json.writeFieldName("versionedSymbols");
        sets(report.versionedSymbols());
        strings("grafted", report.grafted());
        json.writeArrayFieldStart("policies");
        for (PolicyOutcome outcome : report.policies()) {
            policy(outcome);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("pins");
        for (Pin pin : report.pins()) {
            pin(pin);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("findings");
        for (Finding finding : report.findings()) {
            finding(finding);
        }
        json.writeEndArray();
        if (!report.systems().isEmpty()) {
            systems(report);
        }
        json.writeEndObject();
    }

    private void systems(AuditReport report) throws IOException {
        json.writeArrayFieldStart("systems");
        for (SystemPart system : report.systems()) {
            json.writeStartObject();
            json.writeStringField("name", system.name());
            json.writeStringField("tag", system.tag());
            strings("architectures", system.architectures());
            json.writeNumberField("files", system.files());
            json.writeStringField("minimum", system.minimum());
            json.writeArrayFieldStart("libraries");
            for (SystemPart.LibrarySource library : system.libraries()) {
                json.writeStartObject();
                json.writeStringField("name", library.name());
                json.writeStringField("bringer", lower(library.bringer()));
                json.writeStringField("from", library.from());
                json.writeNumberField("needers", library.needers());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void policy(PolicyOutcome outcome) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", outcome.name());
        json.writeBooleanField("satisfied", outcome.satisfied());
        strings("externalLibraries", outcome.externalLibraries());
        json.writeFieldName("privateSymbols");
        sets(outcome.privateSymbols());
        json.writeEndObject();
    }

    private void pin(Pin pin) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", lower(pin.kind()));
        json.writeStringField("ceiling", pin.ceiling());
        json.writeStringField("subject", pin.subject());
        json.writeStringField("library", pin.library());
        strings("elfs", pin.elfs());
        json.writeNumberField("elfCount", pin.elfCount());
        strings("symbols", pin.symbols());
        json.writeStringField("message", pin.message());
        json.writeStringField("remedy", pin.remedy());
        json.writeEndObject();
    }

    private void finding(Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("severity", lower(finding.severity()));
        json.writeStringField("code", finding.code());
        json.writeStringField("where", finding.where());
        json.writeStringField("message", finding.message());
        json.writeEndObject();
    }

    /** {@code symbol-version} for SYMBOL_VERSION. */
    static String lower(Enum<?> value) {
        return KebabCase.of(value);
    }

    private void sets(Map<String, SortedSet<String>> sets) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, SortedSet<String>> set : sets.entrySet()) {
            strings(set.getKey(), set.getValue());
        }
        json.writeEndObject();
    }

    private void strings(String name, Collection<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
