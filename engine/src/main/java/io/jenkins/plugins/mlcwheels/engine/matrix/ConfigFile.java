package io.jenkins.plugins.mlcwheels.engine.matrix;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.List;

/** A TOML file with configuration, which knows the lines of its keys. */
public final class ConfigFile {

    private static final TomlMapper TOML = new TomlMapper();

    private final String name;
    private final JsonNode root;
    private final TomlPlaces places;

    private ConfigFile(String name, JsonNode root, TomlPlaces places) {
        this.name = name;
        this.root = root;
        this.places = places;
    }

    /**
     * @param name of the file, as messages and plans show it
     * @throws InvalidMatrixException if the text is not TOML, with line and column
     */
    public static ConfigFile parse(String name, String text) {
        try {
            JsonNode root = TOML.readTree(text);
            return new ConfigFile(name, root == null ? MissingNode.getInstance() : root, TomlPlaces.of(text));
        } catch (JacksonException e) {
            JsonLocation at = e.getLocation();
            throw new InvalidMatrixException(
                    name + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr()) + ": not valid TOML: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    "Correct the file.");
        }
    }

    /** What is at a path of keys; a missing node if there is nothing. */
    JsonNode at(List<String> path) {
        JsonNode node = root;
        for (String key : path) {
            node = node.path(key);
        }
        return node;
    }

    /** The place of a key, such as {@code pyproject.toml:12}. */
    String place(List<String> path) {
        return name + (places.line(path).isPresent() ? ":" + places.line(path).getAsInt() : "");
    }

    /** The name of the file. */
    String name() {
        return name;
    }
}
