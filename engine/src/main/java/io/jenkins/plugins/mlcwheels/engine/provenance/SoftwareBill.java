package io.jenkins.plugins.mlcwheels.engine.provenance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildMaterial;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One CycloneDX 1.6 document of a whole release: its files, what they contain, and what they were built with, which has
 * the scope {@code excluded} since it is not in them. It has no serial number and no time, so that the same files give the
 * same bytes.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>
 */
public final class SoftwareBill {

    /** The name that the file has on a release. */
    public static final String FILE_NAME = "release.cdx.json";

    private final String name;
    private final String version;
    private final Map<String, ObjectNode> components = new TreeMap<>();
    private final Map<String, Set<String>> dependencies = new TreeMap<>();
    private final Set<String> files = new TreeSet<>();

    /** @param version of the release, such as its tag */
    public SoftwareBill(String name, String version) {
        this.name = name;
        this.version = version;
    }

    /**
     * A file of the release.
     *
     * @param purl its address as a package
     * @param packageName the distribution's name
     * @param packageVersion the distribution's version
     */
    public SoftwareBill file(
            Subject file, String purl, String packageName, String packageVersion, List<BuildMaterial> materials) {
        ObjectNode component = component("library", purl, packageName, packageVersion, purl, file.sha256());
        property(component, "mlc-wheels:file", file.name());
        components.put(purl, component);
        files.add(purl);
        Set<String> uses = dependencies.computeIfAbsent(purl, any -> new TreeSet<>());
        for (BuildMaterial material : materials) {
            boolean inside = material.role() == BuildMaterial.Role.GRAFTED_LIBRARY;
            String reference = reference(material);
            components.computeIfAbsent(reference, any -> describe(material, reference, inside));
            if (inside) {
                uses.add(reference);
            }
        }
        return this;
    }

    private static ObjectNode describe(BuildMaterial material, String reference, boolean inside) {
        ObjectNode component = component(
                "library",
                reference,
                material.name(),
                material.version().orElse(""),
                material.purl().orElse(""),
                material.sha256().orElse(""));
        if (!inside) {
            component.put("scope", "excluded");
        }
        property(component, "mlc-wheels:role", material.role().text());
        return component;
    }

    private static String reference(BuildMaterial material) {
        return material.role().text().replace(' ', '-') + ":" + material.purl().orElse(material.name()) + "#"
                + material.sha256().orElse("");
    }

    private static ObjectNode component(
            String type, String reference, String name, String version, String purl, String sha256) {
        ObjectNode component = BundleJson.MAPPER.createObjectNode();
        component.put("type", type).put("bom-ref", reference).put("name", name);
        if (!version.isEmpty()) {
            component.put("version", version);
        }
        if (!sha256.isEmpty()) {
            component.putArray("hashes").addObject().put("alg", "SHA-256").put("content", sha256);
        }
        if (!purl.isEmpty()) {
            component.put("purl", purl);
        }
        return component;
    }

    private static void property(ObjectNode component, String name, String value) {
        ArrayNode properties = component.withArray("/properties");
        properties.addObject().put("name", name).put("value", value);
    }

    /** The document in UTF-8. */
    public byte[] toJson() {
        ObjectNode top = BundleJson.MAPPER.createObjectNode();
        top.put("bomFormat", "CycloneDX").put("specVersion", "1.6").put("version", 1);
        ObjectNode metadata = top.putObject("metadata");
        metadata.putObject("tools")
                .putArray("components")
                .addObject()
                .put("type", "application")
                .put("name", "mlc-wheels");
        metadata.putObject("component")
                .put("type", "application")
                .put("bom-ref", "release")
                .put("name", name)
                .put("version", version);
        ArrayNode list = top.putArray("components");
        components.values().forEach(list::add);
        ArrayNode graph = top.putArray("dependencies");
        depends(graph, "release", files);
        List<String> leaves = new ArrayList<>(components.keySet());
        leaves.forEach(reference -> depends(graph, reference, dependencies.getOrDefault(reference, Set.of())));
        return (top.toPrettyString().replace(System.lineSeparator(), "\n") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void depends(ArrayNode graph, String reference, Set<String> on) {
        ObjectNode node = graph.addObject().put("ref", reference);
        if (!on.isEmpty()) {
            ArrayNode list = node.putArray("dependsOn");
            on.forEach(list::add);
        }
    }
}
