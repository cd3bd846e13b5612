package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import java.util.List;

/** The wheel has no native code that a platform tag could be about. */
public class NotAPlatformWheelException extends EngineException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    private NotAPlatformWheelException(String message, String suggestion, List<Finding> findings) {
        super(Kind.NOT_A_PLATFORM_WHEEL, message, suggestion);
        this.findings = List.copyOf(findings);
    }

    /** What was found in the wheel all the same. */
    public List<Finding> findings() {
        return findings == null ? List.of() : findings;
    }

    NotAPlatformWheelException with(List<Finding> others) {
        return new NotAPlatformWheelException(getMessage(), suggestion(), others);
    }

    static NotAPlatformWheelException withoutNativeCode(String wheel) {
        return new NotAPlatformWheelException(
                wheel + ": not a platform wheel, it has no ELF file",
                "Nothing needs to be audited in a wheel without native code; publish it as it is.",
                List.of());
    }

    static NotAPlatformWheelException ofOtherArchitecture(String wheel, Architecture wanted, String found) {
        return new NotAPlatformWheelException(
                wheel + ": no native code for " + wanted + " in it, only " + found,
                "Build it for " + wanted + ", or give it the platform tag of what it was built for.",
                List.of());
    }
}
