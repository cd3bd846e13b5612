package io.jenkins.plugins.mlcwheels.engine.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The JSON pages of an index (PEP 691), with versions, sizes and times (PEP 700). */
final class IndexJson {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final Set<String> ROOT_FIELDS = Set.of("meta", "projects");
    private static final Set<String> PROJECT_FIELDS = Set.of("meta", "name", "versions", "files");

    private IndexJson() {}

    static String root(Collection<String> projects) {
        ObjectNode page = page();
        ArrayNode list = page.putArray("projects");
        projects.forEach(project -> list.addObject().put("name", project));
        return print(page);
    }

    /** Sizes are required of version 1.1; a page with a wheel of unknown size says that it is of version 1.0. */
    static String project(String name, List<IndexedWheel> wheels) {
        boolean sized = wheels.stream().allMatch(wheel -> wheel.size().isPresent());
        ObjectNode page = page();
        page.withObject("/meta").put("api-version", sized ? "1.1" : "1.0");
        page.put("name", name);
        ArrayNode versions = page.putArray("versions");
        wheels.stream()
                .map(wheel -> Pep440Version.parse(wheel.filename().version()).toString())
                .distinct()
                .forEach(versions::add);
        ArrayNode files = page.putArray("files");
        wheels.forEach(wheel -> file(wheel, files.addObject()));
        return print(page);
    }

    /**
     * Whether a text is such a page: of its fields, and printed as here.
     *
     * @param project its name; empty for the page of all projects
     */
    static boolean isPage(String project, String text) {
        try {
            if (!(Json.MAPPER.readTree(text) instanceof ObjectNode page)) {
                return false;
            }
            Set<String> fields = new HashSet<>();
            page.fieldNames().forEachRemaining(fields::add);
            return fields.equals(project.isEmpty() ? ROOT_FIELDS : PROJECT_FIELDS)
                    && page.path("name").asText().equals(project)
                    && print(page).equals(text);
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static void file(IndexedWheel wheel, ObjectNode file) {
        file.put("filename", wheel.filename().toString());
        file.put("url", wheel.url());
        file.putObject("hashes").put("sha256", wheel.sha256());
        wheel.requiresPython().ifPresent(specifier -> file.put("requires-python", specifier));
        wheel.size().ifPresent(size -> file.put("size", size));
        wheel.uploaded().ifPresent(time -> file.put("upload-time", TIME.format(time)));
        wheel.metadataSha256().ifPresent(digest -> {
            file.putObject("core-metadata").put("sha256", digest);
            file.putObject("dist-info-metadata").put("sha256", digest);
        });
        wheel.yanked().ifPresent(reason -> yank(file, reason));
        // PEP 740's "provenance" is for certificates and log entries; a key of one's own has neither.
        wheel.bundle().ifPresent(bundle -> file.putObject("_mlc-wheels-bundle")
                .put("url", bundle.url())
                .put("sha256", bundle.sha256()));
    }

    private static void yank(ObjectNode file, String reason) {
        if (reason.isEmpty()) {
            file.put("yanked", true);
        } else {
            file.put("yanked", reason);
        }
    }

    private static ObjectNode page() {
        ObjectNode page = Json.MAPPER.createObjectNode();
        page.putObject("meta").put("api-version", "1.1");
        return page;
    }

    private static String print(ObjectNode page) {
        return page.toPrettyString().replace(System.lineSeparator(), "\n") + "\n";
    }
}
