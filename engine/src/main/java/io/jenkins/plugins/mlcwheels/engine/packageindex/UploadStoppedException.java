package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** An upload of several files ended before all were up. Says why, and what is up. */
public final class UploadStoppedException extends EngineException {

    private static final long serialVersionUID = 1L;

    private final transient UploadReport report;

    UploadStoppedException(EngineException cause, UploadReport report) {
        super(cause.kind(), cause.getMessage() + "; " + report.summary(), cause.suggestion(), cause);
        this.report = report;
    }

    /** What is where; null where the exception comes from another process. */
    public UploadReport report() {
        return report;
    }
}
