package io.jenkins.plugins.mlcwheels.engine.repair;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The CycloneDX 1.5 document that lists grafted libraries, for {@code .dist-info/sboms/} (PEP 770). It has no serial
 * number and no time, so that the same repair gives the same bytes.
 */
final class SoftwareBill {

    /** Its place below the dist-info directory. */
    static final String PATH = "sboms/mlc-wheels.cdx.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private SoftwareBill() {}

    /** @param filename of the repaired wheel */
    static byte[] of(WheelFilename filename, List<LibraryGraft> grafts) {
        ObjectNode bill = JSON.createObjectNode();
        bill.put("bomFormat", "CycloneDX").put("specVersion", "1.5").put("version", 1);
        ObjectNode metadata = bill.putObject("metadata");
        metadata.putObject("tools")
                .putArray("components")
                .addObject()
                .put("type", "application")
                .put("name", "mlc-wheels");
        String wheel = wheelUrl(filename);
        metadata.putObject("component")
                .put("type", "library")
                .put("bom-ref", wheel)
                .put("name", filename.distribution())
                .put("version", filename.version())
                .put("purl", wheel);
        ArrayNode components = bill.putArray("components");
        ArrayNode dependencies = bill.putArray("dependencies");
        ArrayNode needed = dependencies.addObject().put("ref", wheel).putArray("dependsOn");
        for (LibraryGraft graft : grafts) {
            component(components.addObject(), graft);
            needed.add(reference(graft));
            dependencies.addObject().put("ref", reference(graft));
        }
        return bytes(bill);
    }

    private static void component(ObjectNode node, LibraryGraft graft) {
        node.put("type", "library").put("bom-ref", reference(graft));
        if (graft.owner().isPresent()) {
            OwningPackage owner = graft.owner().get();
            node.put("name", owner.name()).put("version", owner.version()).put("purl", owner.purl());
        } else {
            node.put("name", String.valueOf(graft.source().getFileName()));
        }
        node.putArray("hashes").addObject().put("alg", "SHA-256").put("content", graft.sha256());
        ArrayNode properties = node.putArray("properties");
        properties.addObject().put("name", "mlc-wheels:file").put("value", graft.name());
        for (String soname : graft.sonames()) {
            properties.addObject().put("name", "mlc-wheels:soname").put("value", soname);
        }
    }

    private static String reference(LibraryGraft graft) {
        return graft.owner().map(owner -> owner.purl() + "#").orElse("file:") + graft.name();
    }

    private static String wheelUrl(WheelFilename filename) {
        return "pkg:pypi/" + filename.normalizedName() + "@" + encode(filename.version()) + "?file_name="
                + encode(filename.toString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] bytes(ObjectNode bill) {
        try {
            return (JSON.writeValueAsString(bill) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
