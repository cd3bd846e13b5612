package io.jenkins.plugins.mlcwheels.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The wheels of an index on the web that are to be verified, by its JSON pages. */
final class IndexTargets {

    private static final int LARGEST_PAGE = 64 << 20;

    private static final JsonMapper MAPPER = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(16).build())
            .build());

    private final WebTargets web;

    IndexTargets(WebTargets web) {
        this.web = web;
    }

    /**
     * @param page address of the page of all projects or of one, which ends with a slash
     * @throws EngineException if there is no such page in JSON
     */
    List<VerifyTarget> of(URI page) throws IOException {
        JsonNode json = read(page);
        List<VerifyTarget> targets = new ArrayList<>();
        for (JsonNode project : json.path("projects")) {
            targets.addAll(ofProject(page.resolve(encode(project.path("name").asText()) + "/")));
        }
        if (!json.has("projects")) {
            targets.addAll(ofProject(page));
        }
        return targets;
    }

    private List<VerifyTarget> ofProject(URI page) throws IOException {
        List<VerifyTarget> targets = new ArrayList<>();
        for (JsonNode file : read(page).path("files")) {
            String address = page.resolve(file.path("url").asText()).toString();
            targets.add(web.file(
                    WebTargets.checked(address),
                    Optional.ofNullable(file.at("/_mlc-wheels-bundle/url").textValue())
                            .map(page::resolve)));
        }
        return targets;
    }

    private JsonNode read(URI page) throws IOException {
        byte[] bytes = web.read(page.resolve("index.json"), LARGEST_PAGE)
                .orElseThrow(() -> unusable(page + "index.json is not there"));
        try {
            JsonNode json = MAPPER.readTree(bytes);
            if (json != null && (json.has("projects") || json.has("files"))) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw unusable(page + "index.json is not JSON that can be read");
        }
        throw unusable(page + "index.json is not a page of an index");
    }

    private static String encode(String project) {
        if (!project.matches("[A-Za-z0-9._-]{1,255}")) {
            throw unusable("the index names an impossible project");
        }
        return project;
    }

    private static EngineException unusable(String problem) {
        return new EngineException(
                EngineException.Kind.INPUT,
                problem,
                "Name the page of an index that mlc-wheels index wrote, ending with /.");
    }
}
