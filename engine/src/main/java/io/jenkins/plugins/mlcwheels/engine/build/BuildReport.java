package io.jenkins.plugins.mlcwheels.engine.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a build left behind.
 *
 * @param wheel the wheel as the backend built it
 * @param phases how long each phase took, in order
 * @param ccache what the compiler cache was good for, in words; empty if none was used
 * @param facts what the build told of itself
 */
public record BuildReport(Path wheel, Map<String, Duration> phases, Optional<String> ccache, BuildFacts facts) {

    public BuildReport {
        phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    }
}
