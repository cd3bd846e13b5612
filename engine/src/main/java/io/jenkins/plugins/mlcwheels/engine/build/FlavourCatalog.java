package io.jenkins.plugins.mlcwheels.engine.build;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The flavours that can be built, from {@code flavours.json}: what is common to all, and what each adds. */
public final class FlavourCatalog {

    private final Map<String, Flavour> flavours;

    private FlavourCatalog(Map<String, Flavour> flavours) {
        this.flavours = Collections.unmodifiableMap(flavours);
    }

    /** The flavours that come with the engine. */
    public static FlavourCatalog builtIn() {
        try (InputStream in = FlavourCatalog.class.getResourceAsStream("flavours.json")) {
            return read(Json.MAPPER.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FlavourCatalog read(JsonNode file) {
        JsonNode common = file.required("common");
        Map<String, Flavour> flavours = new LinkedHashMap<>();
        for (JsonNode own : file.required("flavours")) {
            Map<String, String> cmake = strings(common.required("cmake"));
            cmake.putAll(strings(own.required("cmake")));
            List<String> excludes = list(common.required("excludes"));
            excludes.addAll(list(own.required("excludes")));
            String id = own.required("id").textValue();
            flavours.put(
                    id,
                    new Flavour(
                            id,
                            own.required("description").textValue(),
                            own.required("nameSuffix").textValue(),
                            cmake,
                            excludes));
        }
        return new FlavourCatalog(flavours);
    }

    private static Map<String, String> strings(JsonNode object) {
        return Json.MAPPER.convertValue(object, new TypeReference<LinkedHashMap<String, String>>() {});
    }

    private static List<String> list(JsonNode array) {
        return Json.MAPPER.convertValue(array, new TypeReference<ArrayList<String>>() {});
    }

    /** @throws UnknownFlavourException if there is none of that name */
    public Flavour flavour(String id) {
        Flavour flavour = flavours.get(id);
        if (flavour == null) {
            throw new UnknownFlavourException(id, flavours.keySet());
        }
        return flavour;
    }

    /** All of them, in the order of the file. */
    public List<Flavour> flavours() {
        return List.copyOf(flavours.values());
    }
}
