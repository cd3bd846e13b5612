package io.jenkins.plugins.mlcwheels.engine.provenance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildMaterial;
import io.jenkins.plugins.mlcwheels.engine.manifest.SourceRevision;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resource descriptors of in-toto: what went into a build, each with a digest where one is known. */
final class Descriptor {

    private static final Pattern PINNED = Pattern.compile("(.+)@sha256:([0-9a-f]{64})");

    private Descriptor() {}

    static void source(ArrayNode list, SourceRevision source) {
        if (source.commit().isEmpty()) {
            return;
        }
        ObjectNode node = list.addObject().put("name", "source");
        source.repository()
                .ifPresent(repository -> node.put(
                        "uri",
                        "git+" + repository + source.ref().map(ref -> "@" + ref).orElse("")));
        node.putObject("digest").put("gitCommit", source.commit().get());
        if (source.modified()) {
            node.putObject("annotations").put("modified", true);
        }
    }

    static void image(ArrayNode list, Optional<String> image) {
        image.map(PINNED::matcher).filter(Matcher::matches).ifPresent(parts -> {
            ObjectNode node = list.addObject().put("name", "image").put("uri", "docker://" + parts.group(1));
            node.putObject("digest").put("sha256", parts.group(2));
        });
    }

    static void materials(ArrayNode list, List<BuildMaterial> materials) {
        for (BuildMaterial material : materials) {
            ObjectNode node = list.addObject().put("name", material.name());
            material.purl().ifPresent(purl -> node.put("uri", purl));
            material.sha256().ifPresent(digest -> node.putObject("digest").put("sha256", digest));
            ObjectNode annotations = node.putObject("annotations");
            annotations.put("role", material.role().text());
            material.version().ifPresent(version -> annotations.put("version", version));
        }
    }
}
