package io.jenkins.plugins.mlcwheels.engine.repair;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.mlcwheels.engine.manifest.PackageUrl;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The CycloneDX 1.5 document that lists grafted libraries, for {@code .dist-info/sboms/} (PEP 770). It has no serial
 * number and no time, so that the same repair gives the same bytes. Written as a stream, since that starts faster than
 * an object mapper.
 */
final class SoftwareBill {

    /** Its place below the dist-info directory. */
    static final String PATH = "sboms/mlc-wheels.cdx.json";

    private final JsonGenerator json;

    private SoftwareBill(JsonGenerator json) {
        this.json = json;
    }

    /** @param filename of the repaired wheel */
    static byte[] of(WheelFilename filename, List<LibraryGraft> grafts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes).useDefaultPrettyPrinter()) {
            new SoftwareBill(json).write(filename, grafts);
            json.writeRaw('\n');
        }
        return bytes.toByteArray();
    }

    private void write(WheelFilename filename, List<LibraryGraft> grafts) throws IOException {
        json.writeStartObject();
        json.writeStringField("bomFormat", "CycloneDX");
        json.writeStringField("specVersion", "1.5");
        json.writeNumberField("version", 1);
        metadata(filename);
        json.writeArrayFieldStart("components");
        for (LibraryGraft graft : grafts) {
            component(graft);
        }
        json.writeEndArray();
        dependencies(filename, grafts);
        json.writeEndObject();
    }

    private void metadata(WheelFilename filename) throws IOException {
        json.writeObjectFieldStart("metadata");
        json.writeObjectFieldStart("tools");
        json.writeArrayFieldStart("components");
        fields("type", "application", "name", "mlc-wheels");
        json.writeEndArray();
        json.writeEndObject();
        json.writeFieldName("component");
        String wheel = wheelUrl(filename);
        fields(
                "type",
                "library",
                "bom-ref",
                wheel,
                "name",
                filename.distribution(),
                "version",
                filename.version(),
                "purl",
                wheel);
        json.writeEndObject();
    }

    private void component(LibraryGraft graft) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "library");
        json.writeStringField("bom-ref", reference(graft));
        if (graft.owner().isPresent()) {
            OwningPackage owner = graft.owner().get();
            json.writeStringField("name", owner.name());
            json.writeStringField("version", owner.version());
            json.writeStringField("purl", owner.purl());
        } else {
            json.writeStringField("name", String.valueOf(graft.source().getFileName()));
        }
        json.writeArrayFieldStart("hashes");
        fields("alg", "SHA-256", "content", graft.sha256());
        json.writeEndArray();
        json.writeArrayFieldStart("properties");
        fields("name", "mlc-wheels:file", "value", graft.name());
        for (String soname : graft.sonames()) {
            fields("name", "mlc-wheels:soname", "value", soname);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void dependencies(WheelFilename filename, List<LibraryGraft> grafts) throws IOException {
        json.writeArrayFieldStart("dependencies");
        json.writeStartObject();
        json.writeStringField("ref", wheelUrl(filename));
        json.writeArrayFieldStart("dependsOn");
        for (LibraryGraft graft : grafts) {
            json.writeString(reference(graft));
        }
        json.writeEndArray();
        json.writeEndObject();
        for (LibraryGraft graft : grafts) {
            fields("ref", reference(graft));
        }
        json.writeEndArray();
    }

    /** An object of strings: names and values by turns. */
    private void fields(String... namesAndValues) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.writeStringField(namesAndValues[i], namesAndValues[i + 1]);
        }
        json.writeEndObject();
    }

    private static String reference(LibraryGraft graft) {
        return graft.owner().map(owner -> owner.purl() + "#").orElse("file:") + graft.name();
    }

    private static String wheelUrl(WheelFilename filename) {
        return PackageUrl.pypi(filename.normalizedName(), filename.version(), Map.of("file_name", filename.toString()))
                .toString();
    }
}
