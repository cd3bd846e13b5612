package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.finding.Findings;
import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelProblem;
import io.jenkins.plugins.mlcwheels.engine.zip.ZipProblem;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every kind of finding that the audit itself can give; those of reading the wheel are {@code ZipProblem}s and {@code WheelProblem}s. */
public enum AuditProblem implements Problem {
    TAG_NOT_HONEST(
            Severity.ERROR,
            "a platform tag in the file name that promises more than the wheel keeps",
            "Mend what pins the tag, or let mlc-wheels repair give the wheel the tag that it keeps."),
    POLICY_NOT_MET(Severity.ERROR, "a wheel that isn't consistent with the platform asked for"),
    REQUIRED_LIBRARY_MISSING(Severity.ERROR, "no library of a name that was asked for"),
    FORBIDDEN_LIBRARY(Severity.ERROR, "a library that was forbidden, in the wheel or needed by it"),
    WHEEL_TOO_LARGE(Severity.ERROR, "a file larger than allowed"),
    LIBRARY_IN_PURELIB(
            Severity.ERROR,
            "native code in a directory for pure Python",
            "Let the build backend make a platform wheel."),
    UNLOADABLE(Severity.ERROR, "a file that no dynamic loader of its libc loads"),
    SYMBOL_NOT_IN_MUSL(
            Severity.ERROR,
            "a function of glibc that musl doesn't have, in a file for musl",
            "Compile with -U_FORTIFY_SOURCE or against the headers of musl, and do without extensions of glibc."),
    BROKEN_ELF(
            Severity.ERROR,
            "a file that begins as an ELF file and can't be read as one",
            "Build the file again, or leave it out of the wheel."),
    ROOT_IS_PURELIB(Severity.WARNING, "native code in a wheel that says Root-Is-Purelib: true"),
    FOREIGN_ARCHITECTURE(
            Severity.WARNING,
            "native code for another architecture than the wheel's",
            "Build one wheel for each architecture, or leave these files out."),
    FOREIGN_LIBC(
            Severity.WARNING,
            "native code linked with another libc than the wheel's",
            "Build one wheel for each libc, or leave these files out."),
    EXECUTABLE_STACK(Severity.WARNING, "a library that asks for an executable stack, which glibc 2.41 refuses to load"),
    LOADER_PRIVATE_VERSION(
            Severity.WARNING,
            "a need of what the loader shares with glibc alone, which changes from release to release"),
    KERNEL_TOO_NEW(
            Severity.WARNING,
            "an ABI note that names a newer Linux than systems of the platform tag may have",
            "Take the note away (strip --remove-section=.note.ABI-tag) if the code looks for what the kernel can."),
    RPATH_TOKEN(
            Severity.WARNING,
            "an RPATH or RUNPATH with a token that systems replace differently",
            "Use $ORIGIN alone; $LIB and $PLATFORM differ from system to system, and musl knows neither."),
    RPATH_ABSOLUTE(
            Severity.WARNING,
            "an RPATH or RUNPATH that is the same place on every system",
            "Link with a search path that begins with $ORIGIN, or with none."),
    RPATH_ESCAPING(
            Severity.WARNING,
            "an RPATH or RUNPATH that leads out of the directory of installed packages",
            "Link with a search path that stays inside the installed packages, or with none."),
    RPATH_WORKING_DIRECTORY(
            Severity.WARNING,
            "an RPATH or RUNPATH that depends on the current directory",
            "Link with a search path that begins with $ORIGIN, or with none."),
    LIBRARY_NOT_PROVIDED(
            Severity.WARNING,
            "a needed library that no system promises and the wheel doesn't have",
            "Put it into the wheel (mlc-wheels repair); if users get it otherwise, say so with --exclude or"
                    + " --sibling."),
    LIBRARY_UNREACHABLE(
            Severity.WARNING,
            "a needed library that is in the wheel, where no RPATH leads for sure once it is installed",
            "Link with -Wl,-rpath,'$ORIGIN' or the relative way to the directory of the library."),
    SEVERAL_ARCHITECTURES(Severity.INFO, "native code for several architectures or libcs, each of which is judged"),
    LIBRARY_FROM_SIBLING(Severity.INFO, "a needed library that another wheel brings"),
    INSTRUCTION_SET_ALLOWED(
            Severity.INFO, "a file that needs more than the baseline of its architecture, which was allowed"),
    TAG_LINUX(Severity.INFO, "a platform tag that package indexes don't accept"),
    TAG_COULD_BE_MORE_PORTABLE(Severity.INFO, "a wheel that keeps more than its platform tag promises");

    private final Severity severity;
    private final String meaning;
    private final String remedy;

    AuditProblem(Severity severity, String meaning) {
        this(severity, meaning, "");
    }

    AuditProblem(Severity severity, String meaning, String remedy) {
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

    /** Every kind of finding that a report of the audit can have. */
    public static List<Problem> all() {
        return Stream.<Problem[]>of(values(), WheelProblem.values(), ZipProblem.values(), Findings.Listing.values())
                .flatMap(Arrays::stream)
                .toList();
    }
}
