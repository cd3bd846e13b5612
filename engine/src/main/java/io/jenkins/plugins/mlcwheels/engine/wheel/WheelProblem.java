package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;

/** Every kind of finding that reading a wheel can give, beside those of its archive. */
public enum WheelProblem implements Problem {
    DIST_INFO_MISSING(Severity.ERROR, "no .dist-info directory"),
    DIST_INFO_AMBIGUOUS(Severity.ERROR, "several .dist-info directories"),
    DIST_INFO_NAME_MISMATCH(Severity.ERROR, "a .dist-info directory of another name or version"),
    DIST_INFO_NAME_SPELLING(Severity.INFO, "a .dist-info directory spelled otherwise than the file name"),
    METADATA_BROKEN(Severity.ERROR, "METADATA missing or unreadable"),
    METADATA_NAME_MISMATCH(Severity.ERROR, "METADATA with another name than the file"),
    METADATA_VERSION_MISMATCH(Severity.ERROR, "METADATA with another version than the file"),
    WHEEL_FILE_BROKEN(Severity.ERROR, "WHEEL missing or unreadable"),
    WHEEL_TAGS_MISMATCH(
            Severity.ERROR,
            "tags in WHEEL that are not those of the file name",
            "Change tags with the command wheel tags, which changes both the file name and WHEEL."),
    WHEEL_BUILD_MISMATCH(Severity.WARNING, "a build tag in WHEEL that is not that of the file name"),
    WHEEL_VERSION_UNKNOWN(Severity.ERROR, "a wheel format version other than 1"),
    ROOT_IS_PURELIB_MISSING(Severity.ERROR, "no Root-Is-Purelib, or not true or false"),
    METADATA_FIELD_BROKEN(Severity.ERROR, "a field of METADATA that installers or indexes refuse"),
    METADATA_FIELD_TOO_NEW(
            Severity.WARNING,
            "a field that the version of METADATA doesn't have yet",
            "Use a build backend that writes the Metadata-Version that its fields need."),
    METADATA_FIELD_DOUBTFUL(Severity.WARNING, "a field of METADATA that some indexes refuse or ignore"),
    LICENSE_FILE_MISSING(
            Severity.ERROR,
            "a License-File that isn't in .dist-info/licenses, which PyPI refuses",
            "Use a build backend that puts license files where PEP 639 wants them."),
    VERSION_LOCAL(Severity.INFO, "a local version label, which PyPI refuses"),
    ENTRY_POINTS_BROKEN(Severity.ERROR, "an entry point that installers refuse"),
    DATA_SCHEME_UNKNOWN(Severity.ERROR, "a file below .data at a place that installers don't know"),
    DATA_DIRECTORY_MISMATCH(Severity.WARNING, "a .data directory of another name or version"),
    EXTENSION_NOT_IMPORTED(
            Severity.WARNING,
            "an extension module that not every Python imports that the wheel is for",
            "Name the wheel for the Pythons and platforms that its modules are named for, or build abi3 modules."),
    RECORD_BROKEN(Severity.ERROR, "RECORD missing or unreadable"),
    RECORD_ENTRY_MISSING(
            Severity.ERROR,
            "a file that RECORD doesn't list",
            "List it in RECORD, or remove it from the wheel; find out how it got in after the build."),
    RECORD_FILE_MISSING(Severity.ERROR, "a row of RECORD without a file", "Build or download the wheel again."),
    RECORD_DUPLICATE(
            Severity.ERROR,
            "two rows of RECORD for one file",
            "Write RECORD again: build with a current build backend, or run mlc-wheels repair."),
    RECORD_DIRECTORY(
            Severity.ERROR,
            "a row of RECORD for a directory, which PyPI refuses",
            "Write RECORD again: build with a current build backend, or run mlc-wheels repair."),
    RECORD_UNSAFE_PATH(
            Severity.ERROR, "a row of RECORD with an absolute path, '..', a backslash or a control character"),
    RECORD_SIGNATURE(Severity.INFO, "a signature of RECORD, which no installer looks at"),
    RECORD_HASH_MISSING(
            Severity.ERROR,
            "a row of RECORD without a hash",
            "Write RECORD again: build with a current build backend, or run mlc-wheels repair."),
    RECORD_HASH_WEAK(
            Severity.ERROR,
            "a hash weaker than SHA-256",
            "Write RECORD again: build with a current build backend, or run mlc-wheels repair."),
    RECORD_HASH_UNKNOWN(
            Severity.ERROR,
            "a hash that is not known or not well written",
            "Write RECORD again: build with a current build backend, or run mlc-wheels repair."),
    RECORD_HASH_MISMATCH(
            Severity.ERROR, "content with another hash than RECORD says", "Build or download the wheel again."),
    RECORD_SIZE_MISSING(
            Severity.WARNING,
            "a row of RECORD without a size",
            "Write RECORD again: build with a current build backend, or run mlc-wheels repair."),
    RECORD_SIZE_MISMATCH(
            Severity.ERROR, "content of another size than RECORD says", "Build or download the wheel again.");

    private final Severity severity;
    private final String meaning;
    private final String remedy;

    WheelProblem(Severity severity, String meaning) {
        this(severity, meaning, "");
    }

    WheelProblem(Severity severity, String meaning, String remedy) {
        this.severity = severity;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    @Override
    public Severity severity() {
        return severity;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
