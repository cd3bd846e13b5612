package io.jenkins.plugins.mlcwheels.engine.test;

import io.jenkins.plugins.mlcwheels.engine.manifest.TestRecord;
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
 * @param record what is kept of it: checks, notices, the interpreter, where imports came from
 * @param junit what the command's JUnit XML files count, in words
 * @param phases how long each phase took, in order
 */
public record TestReport(Path wheel, TestRecord record, List<String> junit, Map<String, Duration> phases) {

    public TestReport {
        junit = List.copyOf(junit);
        phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    }

    /** The checks, such as {@code install}, {@code import mlc_llm}, {@code script mlc_llm}, {@code command}. */
    public List<String> passed() {
        return record.passed();
    }
}
