package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** The wheel has no native code that a platform tag could be about. */
public class NotAPlatformWheelException extends EngineException {

    private static final long serialVersionUID = 1L;

    private NotAPlatformWheelException(String message, String suggestion) {
        super(Kind.NOT_A_PLATFORM_WHEEL, message, suggestion);
    }

    static NotAPlatformWheelException withoutNativeCode(String wheel) {
        return new NotAPlatformWheelException(
                wheel + ": not a platform wheel, it has no ELF file",
                "Nothing needs to be audited in a wheel without native code; publish it as it is.");
    }

    static NotAPlatformWheelException ofOtherArchitecture(String wheel, Architecture wanted, String found) {
        return new NotAPlatformWheelException(
                wheel + ": no native code for " + wanted + " in it, only " + found,
                "Build it for " + wanted + ", or give it the platform tag of what it was built for.");
    }
}
