package io.jenkins.plugins.mlcwheels.engine.zip;

import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;

/** Every kind of finding that reading an archive can give. */
public enum ZipProblem implements Problem {
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
    UNSUPPORTED_FEATURE(
            Severity.ERROR,
            "a feature of the format that Python's zipfile, and so pip, refuses",
            "Build with a current build backend."),
    DUPLICATE_ENTRY(Severity.ERROR, "two entries of the same name"),
    AMBIGUOUS_NAME(Severity.WARNING, "names that differ only in case or Unicode form", "Rename one of them."),
    NAME_CONFLICT(Severity.ERROR, "a name that is a file and a directory"),
    NAME_NOT_UTF8(Severity.ERROR, "a name that is not UTF-8, or not marked as such"),
    UNSAFE_NAME(Severity.ERROR, "an absolute name, a drive, '..', a backslash or a control character"),
    UNNORMALIZED_NAME(Severity.WARNING, "a name with empty or '.' parts", "Build with a current build backend."),
    SYMLINK(Severity.ERROR, "a symbolic link", "Put a copy of the file into the archive; installers make no links."),
    SPECIAL_FILE(Severity.ERROR, "a device, socket or pipe"),
    DIRECTORY_WITH_DATA(Severity.ERROR, "a directory with content"),
    TOO_MANY_ENTRIES(Severity.ERROR, "more entries than the limit"),
    TOO_LARGE(Severity.ERROR, "more inflated bytes than the limit"),
    ZIP_BOMB(Severity.ERROR, "a compression ratio beyond the limit"),
    BROKEN_ENTRY(Severity.ERROR, "content that can't be inflated", "Build or download the file again."),
    SIZE_MISMATCH(Severity.ERROR, "content of another size than declared", "Build or download the file again."),
    CRC_MISMATCH(Severity.ERROR, "content with another CRC than declared", "Build or download the file again.");

    private final Severity severity;
    private final String meaning;
    private final String remedy;

    ZipProblem(Severity severity, String meaning) {
        this(severity, meaning, "");
    }

    ZipProblem(Severity severity, String meaning, String remedy) {
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
