package io.jenkins.plugins.mlcwheels.engine.platform;

import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;

/** Kinds of findings that several platforms have. */
public enum PlatformProblem implements Problem {
    TAG_NOT_HONEST(
            Severity.ERROR,
            "a platform tag in the file name that the wheel does not comply with",
            "Fix what the constraints name, or let mlc-wheels repair give the wheel a tag that it complies with."),
    POLICY_NOT_MET(Severity.ERROR, "a wheel that isn't consistent with the platform asked for"),
    LIBRARY_IN_PURELIB(
            Severity.ERROR,
            "native code in a directory for pure Python",
            "Let the build backend make a platform wheel."),
    FOREIGN_ARCHITECTURE(
            Severity.WARNING,
            "native code for another architecture than the wheel's",
            "Build one wheel for each architecture, or leave these files out."),
    LIBRARY_MISSING(
            Severity.ERROR,
            "a needed library that nobody brings",
            "Put it into the wheel (delvewheel repair, delocate-wheel) or link it statically; if users get it otherwise,"
                    + " say so with --exclude or --sibling."),
    LIBRARY_NOT_PROVIDED(
            Severity.WARNING,
            "a needed library that no policy lists and the wheel does not have",
            "Put it into the wheel (mlc-wheels repair); if users get it otherwise, say so with --exclude or"
                    + " --sibling."),
    LIBRARY_UNREACHABLE(
            Severity.WARNING,
            "a needed library that is in the wheel, where no RPATH leads for sure once it is installed",
            "Link with -Wl,-rpath,'$ORIGIN' or the relative way to the directory of the library."),
    LIBRARY_FROM_SIBLING(Severity.INFO, "a needed library that another wheel brings"),
    FOREIGN_SYSTEM(
            Severity.WARNING,
            "a file for another system than the wheel's",
            "Leave the file out, or build one wheel for each system."),
    PLATFORM_UNKNOWN(Severity.WARNING, "a platform tag of no known platform, for which only the archive was audited"),
    PLATFORM_NOT_JUDGED(Severity.INFO, "a platform tag of a known platform whose files are not judged"),
    TAG_COULD_BE_MORE_PORTABLE(Severity.INFO, "a wheel that complies with an older platform tag than its own");

    private final Severity severity;
    private final String meaning;
    private final String remedy;

    PlatformProblem(Severity severity, String meaning) {
        this(severity, meaning, "");
    }

    PlatformProblem(Severity severity, String meaning, String remedy) {
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
