package io.jenkins.plugins.mlcwheels.engine.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The builds that there are, from {@code identifiers.json}: the Pythons of the manylinux and musllinux images, the
 * platforms that have them, and the groups that have to be enabled.
 */
public final class KnownIdentifiers {

    private static final KnownIdentifiers BUILT_IN = load();

    private final Map<PythonTag, KnownPython> pythons;
    private final List<BuildIdentifier> identifiers;
    private final Set<String> groups;

    private KnownIdentifiers(
            Map<PythonTag, KnownPython> pythons, List<BuildIdentifier> identifiers, Set<String> groups) {
        this.pythons = pythons;
        this.identifiers = List.copyOf(identifiers);
        this.groups = groups;
    }

    /** Those that come with the engine. */
    public static KnownIdentifiers builtIn() {
        return BUILT_IN;
    }

    private static KnownIdentifiers load() {
        try (InputStream in = KnownIdentifiers.class.getResourceAsStream("identifiers.json")) {
            return read(Json.MAPPER.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KnownIdentifiers read(JsonNode file) {
        Set<String> groups = new LinkedHashSet<>();
        Map<String, String> groupOf = new LinkedHashMap<>();
        for (JsonNode group : file.required("enable")) {
            String name = group.required("group").textValue();
            groups.add(name);
            group.required("pythons").forEach(python -> groupOf.put(python.textValue(), name));
        }
        Map<PythonTag, KnownPython> pythons = new LinkedHashMap<>();
        for (JsonNode python : file.required("pythons")) {
            PythonTag tag = PythonTag.of(python.required("tag").textValue()).orElseThrow();
            pythons.put(
                    tag,
                    new KnownPython(
                            tag, python.required("path").textValue(), Optional.ofNullable(groupOf.get(tag.text()))));
        }
        List<BuildIdentifier> identifiers = new ArrayList<>();
        for (JsonNode platform : file.required("platforms")) {
            Libc libc = Libc.of(platform.required("libc").textValue()).orElseThrow();
            Arch arch = Arch.of(platform.required("arch").textValue()).orElseThrow();
            List<String> implementations = StreamSupport.stream(
                            platform.required("implementations").spliterator(), false)
                    .map(JsonNode::textValue)
                    .toList();
            pythons.keySet().stream()
                    .filter(tag -> implementations.contains(tag.implementation().prefix()))
                    .forEach(tag -> identifiers.add(new BuildIdentifier(tag, libc, arch)));
        }
        return new KnownIdentifiers(pythons, identifiers, groups);
    }

    /** All of them: by platform, and within it by Python. */
    public List<BuildIdentifier> all() {
        return identifiers;
    }

    /** The names that {@code enable} takes, without {@code all}. */
    public Set<String> groups() {
        return groups;
    }

    /** What is known of a Python. */
    public Optional<KnownPython> python(PythonTag tag) {
        return Optional.ofNullable(pythons.get(tag));
    }
}
