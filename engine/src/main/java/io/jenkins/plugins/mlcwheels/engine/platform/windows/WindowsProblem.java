package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;

/** Kinds of findings about files of Windows. */
public enum WindowsProblem implements Problem {
    BROKEN_PE(
            Severity.ERROR,
            "a file that is named or begins as a PE file and can't be read as one",
            "Build the file again, or leave it out of the wheel."),
    DEBUG_RUNTIME(
            Severity.ERROR,
            "a debug version of Microsoft's runtime or of Python, which users don't have",
            "Build in the configuration Release."),
    PYTHON_DLL_MISMATCH(
            Severity.ERROR,
            "the DLL of another Python than the wheel's tags say",
            "Build for the Python that the tags name; modules for abi3 link with python3.dll alone."),
    VC_RUNTIME_NOT_PROVIDED(
            Severity.WARNING,
            "a DLL of the Visual C++ runtime that Python does not bring",
            "Put it into the wheel (delvewheel repair), link it statically (/MT), or tell users to install the"
                    + " Visual C++ Redistributable."),
    DRIVER_NEEDED(Severity.INFO, "a DLL that comes with the driver of a device"),
    NO_DEP(
            Severity.WARNING,
            "a file that does not say that it works where data can't be executed (DEP)",
            "Link with /NXCOMPAT."),
    NO_ASLR(
            Severity.WARNING,
            "a file that can't be loaded at any address (ASLR)",
            "Link with /DYNAMICBASE, or with a current binutils."),
    CERTIFICATE_BROKEN(
            Severity.WARNING,
            "a signature of a PE file that was cut off or contradicts itself",
            "Sign the file again, or remove the signature."),
    PDB_PATH(
            Severity.INFO,
            "the path of debug information on the machine that built the file",
            "Link with /PDBALTPATH:%_PDB%."),
    WINDOWS_VERSION(Severity.INFO, "a newer Windows than the wheel's Python needs");

    private final Severity severity;
    private final String meaning;
    private final String remedy;

    WindowsProblem(Severity severity, String meaning) {
        this(severity, meaning, "");
    }

    WindowsProblem(Severity severity, String meaning, String remedy) {
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
