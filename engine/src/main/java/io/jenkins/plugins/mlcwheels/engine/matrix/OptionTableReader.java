package io.jenkins.plugins.mlcwheels.engine.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.build.Flavour;
import io.jenkins.plugins.mlcwheels.engine.build.FlavourCatalog;
import io.jenkins.plugins.mlcwheels.engine.text.NearestWord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code [tool.mlc-wheels]} or {@code [tool.cibuildwheel]} strictly: what is not known is an error. */
final class OptionTableReader {

    private static final String LINUX = "linux";
    private static final String OVERRIDES = "overrides";
    private static final String FLAVOUR = "flavour";
    private static final String FLAVOURS = "flavours";
    private static final String SELECT = "select";
    private static final String INHERIT = "inherit";

    private static final int MOST_OVERRIDES = 1000;

    private final ConfigFile file;
    private final Dialect dialect;
    private final OptionCatalog catalog = OptionCatalog.builtIn();
    private final List<String> notices = new ArrayList<>();

    private OptionTableReader(ConfigFile file, Dialect dialect) {
        this.file = file;
        this.dialect = dialect;
    }

    /**
     * The table that counts: ours if it has a key about builds, else cibuildwheel's; empty if there is neither.
     *
     * @throws InvalidMatrixException if a table has an unknown key or a value of a wrong kind
     */
    static Optional<OptionTable> read(ConfigFile file) {
        return new OptionTableReader(file, Dialect.OWN)
                .table()
                .or(() -> new OptionTableReader(file, Dialect.CIBUILDWHEEL).table());
    }

    /** @throws InvalidMatrixException if {@code [tool.mlc-wheels]} has an unknown key or a value of a wrong kind */
    static void checkOwn(ConfigFile file) {
        new OptionTableReader(file, Dialect.OWN).table();
    }

    private Optional<OptionTable> table() {
        JsonNode table = file.at(dialect.path());
        if (table.isMissingNode()) {
            return Optional.empty();
        }
        requireTable(table, dialect.path());
        boolean builds = dialect == Dialect.CIBUILDWHEEL;
        Map<String, Setting> global = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : table.properties()) {
            String key = entry.getKey();
            List<String> path = child(dialect.path(), key);
            if (isOption(key)) {
                builds = true;
                option(key, entry.getValue(), path, dialect.header()).ifPresent(value -> global.put(key, value));
            } else if (isInner(key)) {
                builds = true;
            } else if (dialect == Dialect.OWN && catalog.projectKeys().containsKey(key)) {
                if (!entry.getValue().isTextual()) {
                    throw wrongKind(path, "text");
                }
            } else if (dialect == Dialect.CIBUILDWHEEL && catalog.otherTables().containsKey(key)) {
                notices.add(file.place(path) + ": " + dialect.header(key) + " is not read, because "
                        + catalog.otherTables().get(key));
            } else {
                throw unknown(key, path, dialect.header(), topLevelKeys());
            }
        }
        Map<String, Setting> linux = options(child(dialect.path(), LINUX), dialect.header(LINUX), Set.of());
        Map<String, Map<String, Setting>> flavours = flavours();
        List<OptionTable.Override> overrides = overrides();
        List<String> names = flavourNames(flavours.keySet());
        return builds
                ? Optional.of(new OptionTable(dialect, global, linux, flavours, overrides, names, notices))
                : Optional.empty();
    }

    private boolean isOption(String key) {
        return catalog.spec(key)
                .filter(spec -> dialect == Dialect.CIBUILDWHEEL || spec.own())
                .isPresent();
    }

    private boolean isInner(String key) {
        return key.equals(LINUX)
                || key.equals(OVERRIDES)
                || dialect == Dialect.OWN && (key.equals(FLAVOUR) || key.equals(FLAVOURS));
    }

    private Set<String> topLevelKeys() {
        Set<String> keys = optionNames();
        keys.addAll(List.of(LINUX, OVERRIDES));
        if (dialect == Dialect.OWN) {
            keys.addAll(List.of(FLAVOUR, FLAVOURS));
            keys.addAll(catalog.projectKeys().keySet());
        } else {
            keys.addAll(catalog.otherTables().keySet());
        }
        return keys;
    }

    private Set<String> optionNames() {
        Set<String> names = new TreeSet<>(catalog.names());
        names.removeIf(name -> !isOption(name));
        return names;
    }

    /** @param others keys that are no options and read elsewhere */
    private Map<String, Setting> options(List<String> path, String header, Set<String> others) {
        JsonNode table = file.at(path);
        Map<String, Setting> values = new LinkedHashMap<>();
        if (table.isMissingNode()) {
            return values;
        }
        requireTable(table, path);
        for (Map.Entry<String, JsonNode> entry : table.properties()) {
            String key = entry.getKey();
            if (isOption(key)) {
                List<String> place = child(path, key);
                if (dialect == Dialect.CIBUILDWHEEL
                        && header.equals(dialect.header(LINUX))
                        && !catalog.spec(key).orElseThrow().inLinuxTable()) {
                    throw new InvalidMatrixException(
                            file.place(place) + ": " + header + " can't have " + key
                                    + "; cibuildwheel refuses it there",
                            "Move it to " + dialect.header() + ".");
                }
                option(key, entry.getValue(), place, header).ifPresent(value -> values.put(key, value));
            } else if (!others.contains(key)) {
                Set<String> known = optionNames();
                known.addAll(others);
                throw unknown(key, child(path, key), header, known);
            }
        }
        return values;
    }

    private Optional<Setting> option(String key, JsonNode value, List<String> path, String header) {
        OptionSpec spec = catalog.spec(key).orElseThrow();
        String place = file.place(path) + " " + header;
        if (spec.support() == OptionSpec.Support.REFUSED) {
            throw new InvalidMatrixException(place + " " + key + " is refused", spec.note());
        }
        if (spec.support() == OptionSpec.Support.IGNORED) {
            notices.add(file.place(path) + ": " + key + " has no effect: " + spec.note());
            return Optional.empty();
        }
        String text = spec.type()
                .text(value)
                .orElseThrow(() -> wrongKind(path, spec.type().expected()));
        return Optional.of(new Setting(text, place, Setting.Inherit.NONE));
    }

    private Map<String, Map<String, Setting>> flavours() {
        Map<String, Map<String, Setting>> flavours = new LinkedHashMap<>();
        List<String> path = child(dialect.path(), FLAVOUR);
        JsonNode tables = file.at(path);
        if (dialect == Dialect.OWN && !tables.isMissingNode()) {
            requireTable(tables, path);
            for (String id : names(tables)) {
                requireFlavour(id, child(path, id));
                List<String> inner = child(path, id);
                flavours.put(
                        id,
                        inheriting(options(inner, dialect.header(FLAVOUR, '"' + id + '"'), Set.of(INHERIT)), inner));
            }
        }
        return flavours;
    }

    private List<String> flavourNames(Collection<String> withTables) {
        List<String> path = child(dialect.path(), FLAVOURS);
        JsonNode list =
                dialect == Dialect.OWN ? file.at(path) : file.at(List.of()).path("");
        if (list.isMissingNode()) {
            return List.copyOf(withTables);
        }
        List<String> names = new ArrayList<>();
        for (JsonNode name : list) {
            if (!name.isTextual()) {
                throw wrongKind(path, "a list of names of flavours");
            }
            requireFlavour(name.textValue(), path);
            names.add(name.textValue());
        }
        if (!list.isArray() || names.isEmpty() || Set.copyOf(names).size() < names.size()) {
            throw wrongKind(path, "a list of names of flavours, each once");
        }
        return names;
    }

    private void requireFlavour(String id, List<String> path) {
        List<String> known =
                FlavourCatalog.builtIn().flavours().stream().map(Flavour::id).toList();
        if (!known.contains(id)) {
            throw new InvalidMatrixException(
                    file.place(path) + ": no flavour " + id + nearest(id, known),
                    "Use one of " + String.join(", ", known) + ".");
        }
    }

    private List<OptionTable.Override> overrides() {
        List<OptionTable.Override> overrides = new ArrayList<>();
        List<String> path = child(dialect.path(), OVERRIDES);
        JsonNode list = file.at(path);
        if (!list.isMissingNode() && !list.isArray()) {
            throw wrongKind(path, "an array of tables, [" + dialect.header(OVERRIDES) + "]");
        }
        if (list.size() > MOST_OVERRIDES) {
            throw wrongKind(path, "not more than " + MOST_OVERRIDES + " overrides");
        }
        for (int i = 0; i < list.size(); i++) {
            overrides.add(override(list.get(i), path, i));
        }
        return overrides;
    }

    private OptionTable.Override override(JsonNode table, List<String> list, int number) {
        List<String> path = child(list, String.valueOf(number));
        requireTable(table, path);
        String header = "[" + dialect.header(OVERRIDES) + "]";
        String select = OptionType.PATTERNS.text(table.path(SELECT)).orElse("");
        if (select.isBlank()) {
            throw new InvalidMatrixException(
                    file.place(path) + ": " + header + " has no select, so the builds that it is for are unknown",
                    "Add select = \"cp313-*\" or another pattern of identifiers.");
        }
        Map<String, Setting> settings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : table.properties()) {
            String key = entry.getKey();
            List<String> place = child(path, key);
            if (key.equals(SELECT) || key.equals(INHERIT)) {
                continue;
            }
            boolean forBuilds =
                    isOption(key) && !catalog.spec(key).orElseThrow().selection();
            if (forBuilds) {
                option(key, entry.getValue(), place, header).ifPresent(value -> settings.put(key, value));
            } else if (dialect == Dialect.OWN && isOption(key)) {
                throw new InvalidMatrixException(
                        file.place(place) + ": " + header + " can't have " + key + ", which selects builds",
                        "Move it to " + dialect.header() + ".");
            } else if (dialect == Dialect.OWN) {
                throw unknown(key, place, header, optionNames());
            } else {
                notices.add(file.place(place) + ": " + key + " has no effect in " + header
                        + (isOption(key) ? "" : nearest(key, optionNames())));
            }
        }
        return new OptionTable.Override(
                BuildPatterns.of(file.place(child(path, SELECT)), select),
                file.place(path),
                inheriting(settings, path));
    }

    private Map<String, Setting> inheriting(Map<String, Setting> settings, List<String> path) {
        List<String> inheritPath = child(path, INHERIT);
        JsonNode rules = at(inheritPath);
        if (rules.isMissingNode()) {
            return settings;
        }
        requireTable(rules, inheritPath);
        Map<String, Setting> joined = new LinkedHashMap<>(settings);
        for (Map.Entry<String, JsonNode> rule : rules.properties()) {
            List<String> place = child(inheritPath, rule.getKey());
            Setting.Inherit inherit = Setting.Inherit.of(rule.getValue().asText())
                    .filter(any -> rule.getValue().isTextual())
                    .orElseThrow(() -> wrongKind(place, "\"none\", \"append\" or \"prepend\""));
            if (!isOption(rule.getKey())) {
                throw unknown(rule.getKey(), place, "inherit", optionNames());
            }
            joined.computeIfPresent(
                    rule.getKey(), (key, setting) -> new Setting(setting.text(), setting.origin(), inherit));
        }
        return joined;
    }

    /** As {@link ConfigFile#at}, where a number is an element of an array. */
    private JsonNode at(List<String> path) {
        JsonNode node = file.at(List.of());
        for (String key : path) {
            node = node.isArray() ? node.path(Integer.parseInt(key)) : node.path(key);
        }
        return node;
    }

    private void requireTable(JsonNode node, List<String> path) {
        if (!node.isObject()) {
            throw wrongKind(path, "a table");
        }
    }

    private InvalidMatrixException wrongKind(List<String> path, String expected) {
        return new InvalidMatrixException(
                file.place(path) + ": " + String.join(".", path) + " has a value of a wrong kind",
                "Write " + expected + ".");
    }

    private InvalidMatrixException unknown(String key, List<String> path, String header, Collection<String> known) {
        return new InvalidMatrixException(
                file.place(path) + ": " + header + " has the unknown key " + key + nearest(key, known),
                nearest(key, known).isEmpty()
                        ? "Remove it, or use one of " + String.join(", ", known) + "."
                        : "Correct it, or remove it.");
    }

    private static String nearest(String word, Collection<String> known) {
        return NearestWord.to(word, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    private static List<String> names(JsonNode table) {
        List<String> names = new ArrayList<>();
        table.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> child(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }
}
