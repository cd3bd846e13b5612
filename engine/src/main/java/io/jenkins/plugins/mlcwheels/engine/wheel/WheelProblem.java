package io.jenkins.plugins.mlcwheels.engine.wheel;

/** Every kind of finding that reading a wheel can give; {@link #code()} is what {@link Finding#code()} has. */
public enum WheelProblem implements FindingKind {
    LEADING_DATA(Severity.ERROR, "bytes before the first entry"),
    TRAILING_DATA(Severity.ERROR, "bytes after the end of the archive"),
    DATA_BETWEEN_ENTRIES(Severity.ERROR, "bytes that belong to no entry"),
    ARCHIVE_COMMENT(Severity.WARNING, "a comment on the archive"),
    ENTRY_COMMENT(
            Severity.ERROR,
            "a comment on an entry, which PyPI refuses",
            "Build with a current build backend, or run mlc-wheels repair."),
    BROKEN_ZIP64(Severity.ERROR, "ZIP64 records that are missing, misplaced or contradict the others"),
    BROKEN_DIRECTORY(Severity.ERROR, "a central directory whose size or count isn't what the end record says"),
    BROKEN_EXTRA_FIELD(Severity.ERROR, "an extra field that runs over its end"),
    LOCAL_HEADER_MISSING(Severity.ERROR, "no local header where the central directory says"),
    LOCAL_HEADER_DIFFERS(Severity.ERROR, "a local header that says something other than the central directory"),
    BROKEN_DATA_DESCRIPTOR(Severity.ERROR, "a data descriptor that is missing or differs"),
    DATA_DESCRIPTOR(
            Severity.ERROR,
            "an entry whose length follows its data, which PyPI refuses",
            "Write the archive to a file and not to a stream, or run mlc-wheels repair."),
    OVERLAPPING_ENTRIES(Severity.ERROR, "entries that share bytes of the archive"),
    ENTRY_OUT_OF_BOUNDS(Severity.ERROR, "an entry that reaches beyond the archive's data"),
    ENCRYPTED_ENTRY(Severity.ERROR, "an encrypted entry"),
    UNKNOWN_METHOD(Severity.ERROR, "a compression method other than stored and deflated"),
    DUPLICATE_ENTRY(Severity.ERROR, "two entries of the same name"),
    AMBIGUOUS_NAME(Severity.WARNING, "names that differ only in case or Unicode form", "Rename one of them."),
    NAME_CONFLICT(Severity.ERROR, "a name that is a file and a directory"),
    NAME_NOT_UTF8(Severity.ERROR, "a name that is not UTF-8, or not marked as such"),
    UNSAFE_NAME(Severity.ERROR, "an absolute name, a drive, '..', a backslash or a control character"),
    UNNORMALIZED_NAME(Severity.WARNING, "a name with empty or '.' parts", "Build with a current build backend."),
    SYMLINK(Severity.ERROR, "a symbolic link", "Put a copy of the file into the wheel; installers make no links."),
    SPECIAL_FILE(Severity.ERROR, "a device, socket or pipe"),
    DIRECTORY_WITH_DATA(Severity.ERROR, "a directory with content"),
    TOO_MANY_ENTRIES(Severity.ERROR, "more entries than the limit"),
    TOO_LARGE(Severity.ERROR, "more inflated bytes than the limit"),
    ZIP_BOMB(Severity.ERROR, "a compression ratio beyond the limit"),
    BROKEN_ENTRY(Severity.ERROR, "content that can't be inflated", "Build or download the wheel again."),
    SIZE_MISMATCH(Severity.ERROR, "content of another size than declared", "Build or download the wheel again."),
    CRC_MISMATCH(Severity.ERROR, "content with another CRC than declared", "Build or download the wheel again."),
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
            "List it in RECORD, or take it out of the wheel; find out how it got in after the build."),
    RECORD_FILE_MISSING(Severity.ERROR, "a row of RECORD without a file", "Build or download the wheel again."),
    RECORD_DUPLICATE(
            Severity.ERROR,
            "two rows of RECORD for one file",
            "Write RECORD anew: build with a current build backend, or run mlc-wheels repair."),
    RECORD_DIRECTORY(
            Severity.ERROR,
            "a row of RECORD for a directory, which PyPI refuses",
            "Write RECORD anew: build with a current build backend, or run mlc-wheels repair."),
    RECORD_UNSAFE_PATH(
            Severity.ERROR, "a row of RECORD with an absolute path, '..', a backslash or a control character"),
    RECORD_SIGNATURE(Severity.INFO, "a signature of RECORD, which no installer looks at"),
    RECORD_HASH_MISSING(
            Severity.ERROR,
            "a row of RECORD without a hash",
            "Write RECORD anew: build with a current build backend, or run mlc-wheels repair."),
    RECORD_HASH_WEAK(
            Severity.ERROR,
            "a hash weaker than SHA-256",
            "Write RECORD anew: build with a current build backend, or run mlc-wheels repair."),
    RECORD_HASH_UNKNOWN(
            Severity.ERROR,
            "a hash that is not known or not well written",
            "Write RECORD anew: build with a current build backend, or run mlc-wheels repair."),
    RECORD_HASH_MISMATCH(
            Severity.ERROR, "content with another hash than RECORD says", "Build or download the wheel again."),
    RECORD_SIZE_MISSING(
            Severity.WARNING,
            "a row of RECORD without a size",
            "Write RECORD anew: build with a current build backend, or run mlc-wheels repair."),
    RECORD_SIZE_MISMATCH(
            Severity.ERROR, "content of another size than RECORD says", "Build or download the wheel again."),
    TOO_MANY_FINDINGS(Severity.ERROR, "more findings than are listed");

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
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
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
