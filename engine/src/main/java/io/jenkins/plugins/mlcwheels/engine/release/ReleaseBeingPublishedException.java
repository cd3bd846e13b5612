package io.jenkins.plugins.mlcwheels.engine.release;

/** Another publisher gave its lease back only to publish the draft, which it does at this very moment. */
public final class ReleaseBeingPublishedException extends ReleaseBusyException {

    private static final long serialVersionUID = 1L;

    public ReleaseBeingPublishedException(String tag) {
        super(tag, "it appears at this very moment");
    }
}
