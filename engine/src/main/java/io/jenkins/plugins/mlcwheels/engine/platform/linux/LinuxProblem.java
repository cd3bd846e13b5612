package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;

/** Kinds of findings about files and tags of Linux. */
public enum LinuxProblem implements Problem {
    UNLOADABLE(Severity.ERROR, "a file that no dynamic loader of its libc loads"),
    SYMBOL_NOT_IN_MUSL(
            Severity.ERROR,
            "a function of glibc that musl doesn't have, in a file for musl",
            "Compile with -U_FORTIFY_SOURCE or against the headers of musl, and do without extensions of glibc."),
    ABI3_VIOLATED(
            Severity.ERROR,
            "an extension module for the stable ABI of Python that uses other symbols of Python",
            "Compile with Py_LIMITED_API set to the version of the tag and without these symbols, or give the wheel the"
                    + " tag of the Python that has them."),
    BROKEN_ELF(
            Severity.ERROR,
            "a file that begins as an ELF file and can't be read as one",
            "Build the file again, or leave it out of the wheel."),
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
            "an ABI note that names a newer Linux than systems of the platform tag can have",
            "Remove the note (strip --remove-section=.note.ABI-tag) if the code checks what the kernel supports."),
    RPATH_TOKEN(
            Severity.WARNING,
            "an RPATH or RUNPATH with a token that systems replace differently",
            "Use $ORIGIN alone; $LIB and $PLATFORM differ between systems, and musl supports neither."),
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
    SEVERAL_ARCHITECTURES(Severity.INFO, "native code for several architectures or libcs, each of which is judged"),
    INSTRUCTION_SET_ALLOWED(
            Severity.INFO, "a file that needs more than the baseline of its architecture, which was allowed"),
    DEBUG_INFORMATION(
            Severity.INFO,
            "debug information that makes up more than a fifth of the native code, or that a graft carries",
            "Repair with --strip debug, and --split-debug to keep it beside the wheel."),
    TAG_LINUX(Severity.INFO, "a platform tag that package indexes don't accept");

    private final Severity severity;
    private final String meaning;
    private final String remedy;

    LinuxProblem(Severity severity, String meaning) {
        this(severity, meaning, "");
    }

    LinuxProblem(Severity severity, String meaning, String remedy) {
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
