package io.jenkins.plugins.mlcwheels.engine.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a build left behind.
 *
 * @param wheel the wheel as the backend built it
 * @param phases how long each phase took, in order
 * @param python the interpreter that built it, in words: its version and its path
 * @param ccache what the compiler cache was good for, in words; empty if none was used
 * @param libraries directory with copies of the libraries that the wheel needs from the system that built it, where
 *     that is not this one
 * @param libraryPath directories that the environment of the build has libraries searched in first
 * @param facts what the build told of itself, for its record
 * @param surroundings where and when it ran
 */
public record BuildReport(
        Path wheel,
        Map<String, Duration> phases,
        String python,
        Optional<String> ccache,
        Optional<Path> libraries,
        List<Path> libraryPath,
        BuildFacts facts,
        BuildSurroundings surroundings) {

    public BuildReport {
        libraryPath = List.copyOf(libraryPath);
        phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    }
}
