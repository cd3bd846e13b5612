package io.jenkins.plugins.mlcwheels.engine.manifest;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The record of a build that travels with its wheels: what was built from what, and how it was judged. Holds no time
 * and no machine, so that the same wheels always give the same bytes. {@link BuildManifestJson} prints and reads it.
 *
 * @param tag the release tag, such as {@code v0.1.0}; empty for a build that is not released
 * @param commit the commit that was built, 40 or 64 hexadecimal digits
 * @param wheels sorted by file name, each once
 * @param bundles files with signed statements, sorted by file name, each once
 * @param symbols archives with what was split off the files of wheels, sorted by file name, each once
 */
public record BuildManifest(
        Optional<String> tag,
        Optional<String> commit,
        List<ManifestWheel> wheels,
        List<ManifestBundle> bundles,
        List<ManifestSymbols> symbols) {

    /** The newest version of the JSON form; a reader takes it and older ones, and refuses every other. */
    public static final int SCHEMA_VERSION = 4;

    /** The name that the file has beside the wheels. */
    public static final String FILE_NAME = "release.json";

    public BuildManifest {
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(commit, "commit");
        wheels = wheels.stream()
                .sorted(Comparator.comparing(ManifestWheel::file))
                .toList();
        bundles = bundles.stream()
                .sorted(Comparator.comparing(ManifestBundle::file))
                .toList();
        symbols = symbols.stream()
                .sorted(Comparator.comparing(ManifestSymbols::file))
                .toList();
        Set<String> names = new HashSet<>();
        wheels.forEach(wheel -> once(wheel.file(), names));
        bundles.forEach(bundle -> once(bundle.file(), names));
        symbols.forEach(archive -> once(archive.file(), names));
    }

    /** One without archives of symbols. */
    public BuildManifest(
            Optional<String> tag, Optional<String> commit, List<ManifestWheel> wheels, List<ManifestBundle> bundles) {
        this(tag, commit, wheels, bundles, List.of());
    }

    /** One without bundles. */
    public BuildManifest(Optional<String> tag, Optional<String> commit, List<ManifestWheel> wheels) {
        this(tag, commit, wheels, List.of());
    }

    private static void once(String file, Set<String> names) {
        if (!names.add(file)) {
            throw new InvalidManifestException("'" + file + "' is listed twice", null);
        }
    }

    /** Its JSON form in UTF-8, the same bytes for equal manifests. */
    public byte[] toJson() {
        return BuildManifestJson.print(this);
    }

    /** @throws InvalidManifestException if it is not exactly what this or an older version writes, or exceeds limits */
    public static BuildManifest parse(byte[] json) {
        return BuildManifestJson.parse(json);
    }

    /** The wheel of that file name; empty if there is none. */
    public Optional<ManifestWheel> wheel(String file) {
        return wheels.stream().filter(wheel -> wheel.file().equals(file)).findFirst();
    }

    /** The bundle of that file name; empty if there is none. */
    public Optional<ManifestBundle> bundle(String file) {
        return bundles.stream().filter(bundle -> bundle.file().equals(file)).findFirst();
    }
}
