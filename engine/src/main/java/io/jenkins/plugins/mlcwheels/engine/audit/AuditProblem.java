package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;

/** Kinds of findings about a wheel as a whole; those of reading the archive are {@code WheelProblem}s, those of native
 * code belong to the platforms. */
public enum AuditProblem implements Problem {
    REQUIRED_LIBRARY_MISSING(Severity.ERROR, "no library of a name that was asked for"),
    FORBIDDEN_LIBRARY(Severity.ERROR, "a library that was forbidden, in the wheel or needed by it"),
    WHEEL_TOO_LARGE(Severity.ERROR, "a file larger than allowed"),
    VARIANT_DRAFT(
            Severity.WARNING,
            "a variant label of PEP 825, a draft that installers don't know",
            "Don't publish the wheel under this name before the PEP is accepted."),
    SET_PLATFORM_MISSING(Severity.WARNING, "a platform that the other wheels of a set are for and one is not"),
    SET_VERSION_DIFFERS(Severity.WARNING, "several versions in a set of wheels of one project"),
    SET_DEPENDENCIES_DIFFER(Severity.WARNING, "requirements that differ between the platforms of one project"),
    SET_PYTHON_DIFFERS(Severity.WARNING, "a Requires-Python that differs between the platforms of one project"),
    ROOT_IS_PURELIB(Severity.WARNING, "native code in a wheel that says Root-Is-Purelib: true");

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
}
