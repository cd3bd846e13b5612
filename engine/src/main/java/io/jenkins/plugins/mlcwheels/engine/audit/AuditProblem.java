package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.wheel.Finding;
import io.jenkins.plugins.mlcwheels.engine.wheel.Severity;
import java.util.Locale;

/** Every kind of finding that the audit itself can give; those of reading the wheel are {@code WheelProblem}s. */
public enum AuditProblem {
    TAG_NOT_HONEST(Severity.ERROR, "a platform tag in the file name that promises more than the wheel keeps"),
    POLICY_NOT_MET(Severity.ERROR, "a wheel that isn't consistent with the platform asked for"),
    REQUIRED_LIBRARY_MISSING(Severity.ERROR, "no library of a name that was asked for"),
    FORBIDDEN_LIBRARY(Severity.ERROR, "a library that was forbidden, in the wheel or needed by it"),
    WHEEL_TOO_LARGE(Severity.ERROR, "a file larger than allowed"),
    LIBRARY_IN_PURELIB(Severity.ERROR, "native code in a directory for pure Python"),
    BROKEN_ELF(Severity.ERROR, "a file that begins as an ELF file and can't be read as one"),
    ROOT_IS_PURELIB(Severity.WARNING, "native code in a wheel that says Root-Is-Purelib: true"),
    FOREIGN_ARCHITECTURE(Severity.WARNING, "native code for another architecture than the wheel's"),
    FOREIGN_LIBC(Severity.WARNING, "native code linked with another libc than the wheel's"),
    EXECUTABLE_STACK(Severity.WARNING, "a library that asks for an executable stack, which glibc 2.41 refuses to load"),
    RPATH_ABSOLUTE(Severity.WARNING, "an RPATH or RUNPATH that is the same place on every system"),
    RPATH_ESCAPING(Severity.WARNING, "an RPATH or RUNPATH that leads out of the directory of installed packages"),
    RPATH_WORKING_DIRECTORY(Severity.WARNING, "an RPATH or RUNPATH that depends on the current directory"),
    LIBRARY_NOT_PROVIDED(Severity.WARNING, "a needed library that no system promises and the wheel doesn't have"),
    LIBRARY_UNREACHABLE(
            Severity.WARNING,
            "a needed library that is in the wheel, where no RPATH leads for sure once it is installed"),
    LIBRARY_FROM_SIBLING(Severity.INFO, "a needed library that another wheel brings"),
    TAG_LINUX(Severity.INFO, "a platform tag that package indexes don't accept"),
    TAG_COULD_BE_MORE_PORTABLE(Severity.INFO, "a wheel that keeps more than its platform tag promises");

    private final Severity severity;
    private final String meaning;

    AuditProblem(Severity severity, String meaning) {
        this.severity = severity;
        this.meaning = meaning;
    }

    /** Kebab-case, such as {@code tag-not-honest}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it fails an audit or is only worth a look. */
    public Severity severity() {
        return severity;
    }

    /** What was found, as a noun phrase. */
    public String meaning() {
        return meaning;
    }

    Finding at(String where, String message) {
        return new Finding(severity, code(), where, message);
    }

    Finding at(Severity other, String where, String message) {
        return new Finding(other, code(), where, message);
    }
}
