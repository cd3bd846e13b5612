package io.jenkins.plugins.mlcwheels.engine.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.text.NearestWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The dependency groups of a {@code pyproject.toml} (PEP 735). */
final class DependencyGroups {

    private static final List<String> TABLE = List.of("dependency-groups");
    private static final String INCLUDE = "include-group";

    private final ConfigFile file;
    private final Map<String, String> names = new LinkedHashMap<>();

    DependencyGroups(ConfigFile file) {
        this.file = file;
        file.at(TABLE).fieldNames().forEachRemaining(name -> names.put(normalized(name), name));
    }

    /**
     * The requirements of groups, with those that they include.
     *
     * @param where names the place that asks for them in messages
     * @throws InvalidMatrixException if there is no such group, or one is malformed or includes itself
     */
    List<String> requirements(String where, List<String> groups) {
        List<String> requirements = new ArrayList<>();
        for (String group : groups) {
            add(where, group, new LinkedHashSet<>(), requirements);
        }
        return requirements;
    }

    private void add(String where, String group, Set<String> within, List<String> requirements) {
        String name = names.get(normalized(group));
        if (name == null) {
            throw new InvalidMatrixException(
                    where + ": " + file.name() + " has no dependency group " + group
                            + NearestWord.to(group, names.values())
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""),
                    names.isEmpty()
                            ? "Add a [dependency-groups] with " + group + "."
                            : "Use one of " + String.join(", ", names.values()) + ".");
        }
        String place = file.place(List.of(TABLE.get(0), name)) + " [dependency-groups] " + name;
        if (!within.add(name)) {
            throw new InvalidMatrixException(
                    place + ": the group includes itself: " + String.join(" > ", within) + " > " + name,
                    "Remove one include-group.");
        }
        JsonNode list = file.at(List.of(TABLE.get(0), name));
        if (!list.isArray()) {
            throw malformed(place);
        }
        for (JsonNode item : list) {
            if (item.isTextual()) {
                requirements.add(item.textValue());
            } else if (item.isObject() && item.size() == 1 && item.path(INCLUDE).isTextual()) {
                add(place, item.path(INCLUDE).textValue(), within, requirements);
            } else {
                throw malformed(place);
            }
        }
        within.remove(name);
    }

    private static InvalidMatrixException malformed(String place) {
        return new InvalidMatrixException(
                place + ": not a list of requirements and include-group tables", "Write it as PEP 735 has it.");
    }

    private static String normalized(String name) {
        return name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
    }
}
