package io.jenkins.plugins.mlcwheels.engine.platform;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import java.util.List;
import java.util.Optional;

/** The wheel has no native code that a platform tag could be about. */
public class NotAPlatformWheelException extends EngineException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    private final boolean pure;

    private NotAPlatformWheelException(String message, String suggestion, boolean pure, List<Finding> findings) {
        super(Kind.NOT_A_PLATFORM_WHEEL, message, suggestion);
        this.pure = pure;
        this.findings = List.copyOf(findings);
    }

    /** Whether the wheel is for any platform, as its tag says and as what is in it lets it be. */
    public boolean isPure() {
        return pure;
    }

    /** The same with another remedy. */
    public NotAPlatformWheelException withSuggestion(String other) {
        return new NotAPlatformWheelException(getMessage(), other, pure, findings());
    }

    /** What was found in the wheel all the same. */
    public List<Finding> findings() {
        return findings == null ? List.of() : findings;
    }

    /** The same, with what was found in the wheel all the same. */
    public NotAPlatformWheelException with(List<Finding> others) {
        return new NotAPlatformWheelException(getMessage(), suggestion(), pure, others);
    }

    /** @param platform that its tag names; empty if that is {@code any} */
    public static NotAPlatformWheelException withoutNativeCode(String wheel, Optional<String> platform) {
        return new NotAPlatformWheelException(
                wheel + ": not a platform wheel, it has no native code"
                        + platform.map(tag -> ", although its tag is " + tag).orElse(""),
                platform.isPresent()
                        ? "Check whether its extension modules were compiled when it was built; if it is meant to be"
                                + " pure, build it with the tag any."
                        : "Nothing needs to be audited in a wheel without native code; publish it as it is.",
                platform.isEmpty(),
                List.of());
    }

    /** @param found what there is instead */
    public static NotAPlatformWheelException ofOtherArchitecture(String wheel, String wanted, String found) {
        return new NotAPlatformWheelException(
                wheel + ": no native code for " + wanted + " in it, only " + found,
                "Build it for " + wanted + ", or give it the platform tag of what it was built for.",
                false,
                List.of());
    }
}
