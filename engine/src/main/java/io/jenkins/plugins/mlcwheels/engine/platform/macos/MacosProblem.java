package io.jenkins.plugins.mlcwheels.engine.platform.macos;

import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;

/** Kinds of findings about files of macOS. */
public enum MacosProblem implements Problem {
    BROKEN_MACHO(
            Severity.ERROR,
            "a file that is named or begins as a Mach-O file and can't be read as one",
            "Build the file again, or leave it out of the wheel."),
    SIGNATURE_MISSING(
            Severity.ERROR,
            "code for Apple silicon without a signature, which macOS refuses to load",
            "Sign it: codesign --force --sign - FILE."),
    SIGNATURE_INVALID(
            Severity.ERROR,
            "a signature whose digests are not those of the file: macOS ends what loads it",
            "Sign the file again after the last change: codesign --force --sign - FILE."),
    PYTHON_LINKED(
            Severity.ERROR,
            "a Python as a library that a file needs, which is another one than the Python that loads it",
            "Link extension modules with -undefined dynamic_lookup and not with a Python library."),
    SYSTEM_LIBRARY_GONE(
            Severity.WARNING,
            "a library that newer versions of macOS don't have or don't let load",
            "Put a copy into the wheel, or link with the library that took its place."),
    INSTALL_NAME_OF_BUILDER(
            Severity.INFO,
            "the name of a library for others, which is a path on the machine that built it",
            "Set it with install_name_tool -id @rpath/NAME."),
    RPATH_OF_BUILDER(
            Severity.WARNING,
            "an LC_RPATH that is the same place on every system",
            "Link with a search path that begins with @loader_path, or with none.");

    private final Severity severity;
    private final String meaning;
    private final String remedy;

    MacosProblem(Severity severity, String meaning) {
        this(severity, meaning, "");
    }

    MacosProblem(Severity severity, String meaning, String remedy) {
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
