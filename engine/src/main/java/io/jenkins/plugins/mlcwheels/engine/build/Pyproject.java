package io.jenkins.plugins.mlcwheels.engine.build;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import io.jenkins.plugins.mlcwheels.engine.wheel.ProjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A {@code pyproject.toml}, parsed; all that a build wants to know of it, and the changes that it makes to the copy's.
 *
 * @see <a href="https://packaging.python.org/en/latest/specifications/pyproject-toml/">pyproject.toml specification</a>
 */
public final class Pyproject {

    private static final TomlMapper TOML = new TomlMapper();
    private static final List<String> PROJECT = List.of("project");
    private static final List<String> POETRY = List.of("tool", "poetry");
    private static final Pattern REQUIREMENT = Pattern.compile("\\s*([A-Za-z0-9][A-Za-z0-9._-]*)");
    private static final int MOST_CANDIDATES = 1000;

    private static final List<List<String>> EXTENSIONS = List.of(
            List.of("tool", "setuptools", "ext-modules"),
            List.of("tool", "setuptools-rust", "ext-modules"),
            List.of("tool", "setuptools-rust", "bins"));

    private static final List<String> OWN_TABLE = List.of("tool", "mlc-wheels");
    private static final String TAG_PATTERN = "tag-pattern";

    private final String where;
    private final String text;
    private final JsonNode root;

    private Pyproject(String where, String text, JsonNode root) {
        this.where = where;
        this.text = text;
        this.root = root;
    }

    /** That of a project without the file. */
    static Pyproject absent() {
        return new Pyproject("pyproject.toml", "", TOML.createObjectNode());
    }

    /**
     * @param where names the file in messages
     * @throws InvalidSourceTreeException if the text is not TOML, with line and column
     */
    static Pyproject parse(String where, String text) {
        try {
            return new Pyproject(where, text, tree(text));
        } catch (JacksonException e) {
            JsonLocation at = e.getLocation();
            throw new InvalidSourceTreeException(
                    where + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr()) + ": not valid TOML: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    "Correct the file; pip can't read it either.");
        }
    }

    private static JsonNode tree(String text) throws JacksonException {
        JsonNode tree = TOML.readTree(text);
        return tree == null ? TOML.createObjectNode() : tree;
    }

    /** Whether the project has the file, with something in it. */
    boolean isThere() {
        return !text.isBlank();
    }

    /** The project's name, from {@code [project]} or {@code [tool.poetry]}. */
    public Optional<String> name() {
        return identityTable().flatMap(table -> string(child(table, "name")));
    }

    /** The version that the file itself gives, if it does. */
    public Optional<String> version() {
        return versionTable().flatMap(table -> string(child(table, "version")));
    }

    /** Whether building brings its own CMake where none is installed. */
    public boolean bringsCmake() {
        return buildRequires().stream().anyMatch(List.of("cmake", "scikit-build", "scikit-build-core")::contains);
    }

    /** Where the file declares extension modules of its own, in words, if it does. */
    public Optional<String> extensionTable() {
        return EXTENSIONS.stream()
                .filter(path -> !at(path).isEmpty())
                .map(path -> "pyproject.toml (" + String.join(".", path) + ")")
                .findFirst();
    }

    /** Normalised names of {@code build-system.requires}. */
    List<String> buildRequires() {
        return StreamSupport.stream(at(List.of("build-system", "requires")).spliterator(), false)
                .map(JsonNode::asText)
                .map(REQUIREMENT::matcher)
                .filter(Matcher::lookingAt)
                .map(name -> ProjectName.normalized(name.group(1)))
                .toList();
    }

    /** The text at a path of keys, if there is one. */
    Optional<String> string(List<String> path) {
        JsonNode node = at(path);
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    /** Whether there is anything at a path of keys. */
    boolean has(List<String> path) {
        return !at(path).isMissingNode();
    }

    /**
     * The project's own form of release tags: {@code tag-pattern} of {@code [tool.mlc-wheels]}.
     *
     * @throws InvalidSourceTreeException if the table is none, or the pattern is not a text
     * @throws io.jenkins.plugins.mlcwheels.engine.version.InvalidTagPatternException if it is not a tag pattern
     */
    public Optional<TagPattern> tagPattern() {
        JsonNode table = at(OWN_TABLE);
        JsonNode pattern = table.path(TAG_PATTERN);
        if (!table.isMissingNode() && !table.isObject() || !pattern.isMissingNode() && !pattern.isTextual()) {
            throw new InvalidSourceTreeException(
                    where + ": [tool.mlc-wheels] has a wrong value of tag-pattern",
                    "Write tag-pattern = \"{version}\", or another form of the project's release tags.");
        }
        return string(child(OWN_TABLE, TAG_PATTERN)).map(TagPattern::of);
    }

    /** Whether there is a {@code [tool.cibuildwheel]}. */
    public boolean hasCibuildwheelTable() {
        return has(List.of("tool", "cibuildwheel"));
    }

    /**
     * The edit that gives the project another version.
     *
     * @throws InvalidSourceTreeException if the version is not written as one plain string
     */
    TextEdit withVersion(String where, String version) {
        return edit(where, child(versionTable().orElse(PROJECT), "version"), version);
    }

    /**
     * The edit that gives the project another name.
     *
     * @throws InvalidSourceTreeException if the name is not written as one plain string
     */
    TextEdit withName(String where, String name) {
        return edit(where, child(identityTable().orElse(PROJECT), "name"), name);
    }

    /** The edit that appends a table of one text value; empty if what would come of it is not that and nothing else. */
    Optional<TextEdit> withTable(List<String> table, String key, String value) {
        String added = (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + "\n[" + String.join(".", table) + "]\n"
                + key + " = \"" + value + "\"\n";
        try {
            JsonNode expected = root.deepCopy();
            ObjectNode at = (ObjectNode) expected;
            for (String name : table) {
                JsonNode next = at.get(name);
                if (next != null && !next.isObject()) {
                    return Optional.empty();
                }
                at = next == null ? at.putObject(name) : (ObjectNode) next;
            }
            at.put(key, value);
            return tree(text + added).equals(expected)
                    ? Optional.of(new TextEdit(text.codePointCount(0, text.length()), "", added))
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Of all strings in the file with that value, the one whose change changes this key and nothing else. */
    private TextEdit edit(String where, List<String> path, String value) {
        String before = string(path).orElse("");
        JsonNode expected = root.deepCopy();
        ((ObjectNode) parent(expected, path)).put(path.get(path.size() - 1), value);
        Matcher candidates =
                Pattern.compile("([\"'])" + Pattern.quote(before) + "\\1").matcher(text);
        for (int tried = 0; tried < MOST_CANDIDATES && candidates.find(); tried++) {
            int start = candidates.start() + 1;
            if (isTree(text.substring(0, start) + value + text.substring(start + before.length()), expected)) {
                return new TextEdit(text.codePointCount(0, start), before, value);
            }
        }
        throw new InvalidSourceTreeException(
                where + ": " + String.join(".", path) + " is not written as one plain string, so it can't be rewritten",
                "Write it as " + path.get(path.size() - 1) + " = \"...\", without escapes.");
    }

    private static boolean isTree(String text, JsonNode expected) {
        try {
            return tree(text).equals(expected);
        } catch (JacksonException e) {
            return false;
        }
    }

    private Optional<List<String>> identityTable() {
        return List.of(PROJECT, POETRY).stream()
                .filter(table -> string(child(table, "name")).isPresent())
                .findFirst();
    }

    private Optional<List<String>> versionTable() {
        return List.of(PROJECT, POETRY).stream()
                .filter(table -> string(child(table, "version")).isPresent())
                .findFirst();
    }

    private JsonNode at(List<String> path) {
        JsonNode node = root;
        for (String key : path) {
            node = node.path(key);
        }
        return node.isNull() ? MissingNode.getInstance() : node;
    }

    private static JsonNode parent(JsonNode from, List<String> path) {
        JsonNode node = from;
        for (String key : path.subList(0, path.size() - 1)) {
            node = node.path(key);
        }
        return node;
    }

    private static List<String> child(List<String> table, String key) {
        List<String> path = new ArrayList<>(table);
        path.add(key);
        return path;
    }
}
