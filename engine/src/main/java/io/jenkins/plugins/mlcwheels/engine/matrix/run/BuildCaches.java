package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Caches that builds use. What a change request compiles may be anything, so its builds write to caches of their own;
 * those of trusted builds they may read.
 *
 * @param compilers directory of ccache; empty: no compiler cache
 * @param packages directory of pip's cache; empty: pip's own choice
 * @param shared directory through which builds of changes read what trusted builds compiled; empty: there is none
 * @param trusted whether trusted builds may read what these builds write
 */
public record BuildCaches(Optional<Path> compilers, Optional<Path> packages, Optional<Path> shared, boolean trusted) {

    /** No compiler cache, and that of pip where pip wants it. */
    public static final BuildCaches NONE = new BuildCaches(Optional.empty(), Optional.empty(), Optional.empty(), true);

    /** Variables by which users set up remote caches, handed to containers; their values are not shown. */
    static final List<String> REMOTE = List.of(
            "CCACHE_REMOTE_STORAGE",
            "CCACHE_REMOTE_ONLY",
            "SCCACHE_BUCKET",
            "SCCACHE_REGION",
            "SCCACHE_ENDPOINT",
            "SCCACHE_REDIS_ENDPOINT",
            "SCCACHE_WEBDAV_ENDPOINT",
            "SCCACHE_WEBDAV_TOKEN",
            "SCCACHE_GCS_BUCKET",
            "SCCACHE_GHA_ENABLED");

    /** That of compilers only. */
    public static BuildCaches compilers(Path directory) {
        return new BuildCaches(Optional.of(directory), Optional.empty(), Optional.empty(), true);
    }

    /** Those of a directory that keeps trusted builds and changes apart. */
    public static BuildCaches below(Path directory, boolean trusted) {
        Path own = directory.resolve(trusted ? "trusted" : "changes");
        return new BuildCaches(
                Optional.of(own.resolve("ccache")),
                Optional.of(own.resolve("pip")),
                Optional.of(directory.resolve("trusted/shared")),
                trusted);
    }

    /**
     * The compiler cache of this machine's user, if ccache is installed.
     *
     * @param environment of the caller
     */
    public static BuildCaches found(Map<String, String> environment) {
        for (String place : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!place.isEmpty() && Files.isExecutable(Path.of(place).resolve("ccache"))) {
                String home = environment.getOrDefault("HOME", "/tmp");
                String caches = environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache");
                return compilers(Path.of(environment.getOrDefault("CCACHE_DIR", caches + "/ccache"))
                        .toAbsolutePath());
            }
        }
        return NONE;
    }

    /** Directories that builds write to. */
    List<Path> written() {
        List<Path> all = new ArrayList<>();
        compilers.ifPresent(all::add);
        packages.ifPresent(directory -> all.addAll(List.of(directory, directory.resolveSibling("uv"))));
        shared.filter(any -> trusted).ifPresent(all::add);
        return all;
    }

    /** Directories that builds read. */
    List<Path> onlyRead() {
        return trusted ? List.of() : shared.stream().toList();
    }

    /** What tells programs of them. */
    Map<String, String> variables() {
        Map<String, String> all = new TreeMap<>();
        packages.ifPresent(directory -> all.put("PIP_CACHE_DIR", directory.toString()));
        packages.ifPresent(directory ->
                all.put("UV_CACHE_DIR", directory.resolveSibling("uv").toString()));
        shared.ifPresent(
                directory -> all.put("CCACHE_REMOTE_STORAGE", "file:" + directory + (trusted ? "" : "|read-only")));
        return all;
    }
}
