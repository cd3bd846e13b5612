package io.jenkins.plugins.mlcwheels.engine.manifest;

import java.util.List;
import java.util.Objects;

/**
 * The record of a successful test. The command line keeps it beside the wheel, and publishing looks there for it; a
 * record of other bytes says nothing of a wheel.
 *
 * @param file the wheel's file name
 * @param sha256 of the bytes that were tested, 64 lower-case hexadecimal digits
 * @param interpreter absolute path of the Python that made the environment
 * @param test what a release keeps of it
 * @param passed the checks
 * @param notices what did not fail the test, each with the name of its check and a reason
 */
public record TestRecord(
        String file, String sha256, String interpreter, WheelTest test, List<String> passed, List<String> notices) {

    /** Version of the JSON form; a reader refuses every other. */
    public static final int SCHEMA_VERSION = 1;

    /** What a wheel's file name gets to be that of its record. */
    public static final String SUFFIX = ".test.json";

    public TestRecord {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(interpreter, "interpreter");
        Objects.requireNonNull(test, "test");
        passed = List.copyOf(passed);
        notices = List.copyOf(notices);
    }

    /** Its JSON form in UTF-8. */
    public byte[] toJson() {
        return TestRecordJson.print(this);
    }

    /** @throws InvalidTestRecordException if it is not what {@link #toJson()} writes, or exceeds limits */
    public static TestRecord parse(byte[] json) {
        return TestRecordJson.parse(json);
    }
}
