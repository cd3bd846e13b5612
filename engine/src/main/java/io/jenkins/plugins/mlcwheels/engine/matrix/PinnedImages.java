package io.jenkins.plugins.mlcwheels.engine.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The images of pypa/manylinux by digest, from {@code images.json}, which says from where and of which day the digests
 * are.
 */
public final class PinnedImages {

    private static final PinnedImages BUILT_IN = load();

    private final Map<String, String> references = new LinkedHashMap<>();
    private final Map<String, String> defaults = new LinkedHashMap<>();
    private final List<String> withdrawn = new ArrayList<>();
    private final String day;

    private PinnedImages(JsonNode file) {
        day = file.required("day").textValue();
        String repository = file.required("repository").textValue();
        for (JsonNode image : file.required("images")) {
            String name = key(
                    image.required("image").textValue(), image.required("arch").textValue());
            references.put(
                    name, repository + name + "@" + image.required("digest").textValue());
        }
        for (JsonNode row : file.required("defaults")) {
            for (JsonNode arch : row.required("archs")) {
                defaults.put(
                        key(row.required("libc").textValue(), arch.textValue()),
                        row.required("image").textValue());
            }
        }
        file.required("withdrawn").forEach(name -> withdrawn.add(name.textValue()));
    }

    /** Those that come with the engine. */
    public static PinnedImages builtIn() {
        return BUILT_IN;
    }

    private static PinnedImages load() {
        try (InputStream in = PinnedImages.class.getResourceAsStream("images.json")) {
            return new PinnedImages(Json.MAPPER.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(String first, String arch) {
        return first + "_" + arch;
    }

    /** The day of the digests, such as {@code 2026-08-15}. */
    public String day() {
        return day;
    }

    /**
     * @param name such as {@code manylinux_2_28}
     * @return the reference by digest; empty if there is no such image for the architecture
     */
    public Optional<String> reference(String name, Arch arch) {
        return Optional.ofNullable(references.get(key(name, arch.toString())));
    }

    /** The name of the image that is used if none is given, such as {@code manylinux_2_28}. */
    public String defaultName(Libc libc, Arch arch) {
        return defaults.get(key(libc.toString(), arch.toString()));
    }

    /** The names of the images that there are for an architecture. */
    public List<String> names(Libc libc, Arch arch) {
        return references.keySet().stream()
                .filter(name -> name.startsWith(libc.toString()) && name.endsWith("_" + arch))
                .map(name -> name.substring(0, name.length() - arch.toString().length() - 1))
                .toList();
    }

    /** The names of images that are no longer maintained. */
    public List<String> withdrawn() {
        return List.copyOf(withdrawn);
    }
}
