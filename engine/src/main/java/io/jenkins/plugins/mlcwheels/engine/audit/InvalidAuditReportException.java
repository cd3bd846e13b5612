package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A text that should be the JSON form of an audit report isn't. */
public class InvalidAuditReportException extends EngineException {

    private static final long serialVersionUID = 1L;

    InvalidAuditReportException(String message, Throwable cause) {
        super(
                Kind.INPUT,
                "no audit report: " + message,
                "Make it with the same version of mlc-wheels audit --json.",
                cause);
    }
}
