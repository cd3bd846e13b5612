package io.jenkins.plugins.mlcwheels.engine.http;

/** It took longer than it was allowed to. */
public final class DeadlineExceededException extends RemoteException {

    private static final long serialVersionUID = 1L;

    /**
     * @param limit for people
     * @param last what failed last, or null
     */
    public DeadlineExceededException(String limit, Throwable last) {
        super(
                "it took longer than " + limit
                        + (last == null || last.getMessage() == null ? "" : "; last failure: " + last.getMessage()),
                "Run it again to go on where this stopped, or allow more time with --deadline.",
                last);
    }
}
