package io.jenkins.plugins.mlcwheels.engine.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All options of cibuildwheel and of {@code [tool.mlc-wheels]}, from {@code options.json}: what reads configuration,
 * the table in the documentation and the JSON schema come from there.
 */
public final class OptionCatalog {

    private static final OptionCatalog BUILT_IN = load();

    /**
     * An option that only a variable or the command line of cibuildwheel has.
     *
     * @param name of the variable, or of the option on the command line
     * @param also how the command line of cibuildwheel names it too; empty: it does not
     */
    public record Outside(String name, String also, OptionSpec.Support support, String purpose, String note) {}

    /**
     * A key of {@code [tool.mlc-wheels]} that is about the project and not about its builds.
     *
     * @param type {@code text} or {@code flavours}
     */
    public record ProjectKey(String name, String type, String purpose) {}

    private final List<OptionSpec> specs = new ArrayList<>();
    private final Map<String, OptionSpec> byName = new LinkedHashMap<>();
    private final List<Outside> variables = new ArrayList<>();
    private final List<Outside> commandLine = new ArrayList<>();
    private final Map<String, String> otherTables = new LinkedHashMap<>();
    private final Map<String, ProjectKey> projectKeys = new LinkedHashMap<>();

    private OptionCatalog(JsonNode file) {
        for (JsonNode row : file.required("options")) {
            OptionSpec spec = spec(row);
            specs.add(spec);
            spec.names().forEach(name -> byName.put(name, spec));
        }
        file.required("variables").forEach(row -> variables.add(outside(row)));
        file.required("commandLine").forEach(row -> commandLine.add(outside(row)));
        file.required("tables").forEach(row -> otherTables.put(text(row, "name"), text(row, "note")));
        for (JsonNode row : file.required("project")) {
            projectKeys.put(
                    text(row, "name"), new ProjectKey(text(row, "name"), text(row, "type"), text(row, "purpose")));
        }
    }

    /** Those that come with the engine. */
    public static OptionCatalog builtIn() {
        return BUILT_IN;
    }

    private static OptionCatalog load() {
        try (InputStream in = OptionCatalog.class.getResourceAsStream("options.json")) {
            return new OptionCatalog(Json.MAPPER.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OptionSpec spec(JsonNode row) {
        List<String> architectures = new ArrayList<>();
        row.path("for").forEach(architecture -> architectures.add(architecture.textValue()));
        return new OptionSpec(
                text(row, "name"),
                text(row, "group"),
                text(row, "scope").equals("selection"),
                OptionType.valueOf(text(row, "type").toUpperCase(Locale.ROOT)),
                row.path("default").asText(""),
                text(row, "environment").equals("platform"),
                !row.path("notInLinuxTable").asBoolean(false),
                row.path("own").asBoolean(true),
                OptionSpec.Support.of(text(row, "support")),
                text(row, "purpose"),
                text(row, "note"),
                architectures);
    }

    private static Outside outside(JsonNode row) {
        return new Outside(
                text(row, "name"),
                row.path("commandLine").asText(""),
                OptionSpec.Support.of(text(row, "support")),
                text(row, "purpose"),
                text(row, "note"));
    }

    private static String text(JsonNode row, String field) {
        return row.required(field).textValue();
    }

    /** The options of tables, in the order of the file. */
    public List<OptionSpec> specs() {
        return List.copyOf(specs);
    }

    /** The option of that name. */
    public Optional<OptionSpec> spec(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The names of all options of tables. */
    List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** What cibuildwheel takes from variables only. */
    public List<Outside> variables() {
        return List.copyOf(variables);
    }

    /** What the command line of cibuildwheel has beside variables and tables. */
    public List<Outside> commandLine() {
        return List.copyOf(commandLine);
    }

    /** Tables of other systems than Linux, with the reason why they are not read. */
    public Map<String, String> otherTables() {
        return Collections.unmodifiableMap(otherTables);
    }

    /** Keys of {@code [tool.mlc-wheels]} that are not about builds, by name. */
    public Map<String, ProjectKey> projectKeys() {
        return Collections.unmodifiableMap(projectKeys);
    }
}
