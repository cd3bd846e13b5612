package io.jenkins.plugins.mlcwheels.engine.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What testing a wheel that works came to.
 *
 * @param wheel the wheel
 * @param passed the checks, such as {@code install}, {@code import mlc_llm}, {@code script mlc_llm}, {@code command}
 * @param junit what the command's JUnit XML files count, in words
 * @param phases how long each phase took, in order
 */
public record TestReport(Path wheel, List<String> passed, List<String> junit, Map<String, Duration> phases) {

    public TestReport {
        passed = List.copyOf(passed);
        junit = List.copyOf(junit);
        phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    }
}
