package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/**
 * Exit codes of the command line. 0 to 10 are those of cibuildwheel (its {@code errors.py}); 11 and up are our own.
 */
enum ExitCode {
    OK(0),
    UNEXPECTED(1),
    USAGE(2),
    NOTHING_TO_DO(3),
    NOT_A_PLATFORM_WHEEL(5),
    REPAIR_PRODUCED_NONE(8),
    AUDIT_FAILED(9),
    BUILD_PRODUCED_NONE(10),
    PUBLISH_REFUSED(11),
    REMOTE_ERROR(12),
    TEST_FAILED(13),
    VERIFICATION_FAILED(14),
    CANCELLED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static ExitCode of(EngineException.Kind kind) {
        return switch (kind) {
            case INPUT -> USAGE;
            case NOTHING_TO_DO -> NOTHING_TO_DO;
            case NOT_A_PLATFORM_WHEEL -> NOT_A_PLATFORM_WHEEL;
            case REPAIR_FAILED -> REPAIR_PRODUCED_NONE;
            case AUDIT_FAILED -> AUDIT_FAILED;
            case BUILD_FAILED -> BUILD_PRODUCED_NONE;
            case TEST_FAILED -> TEST_FAILED;
            case VERIFICATION_FAILED -> VERIFICATION_FAILED;
            case PUBLISH_REFUSED -> PUBLISH_REFUSED;
            case REMOTE -> REMOTE_ERROR;
            case CANCELLED -> CANCELLED;
        };
    }
}
