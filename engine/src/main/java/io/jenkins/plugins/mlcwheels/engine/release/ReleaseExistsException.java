package io.jenkins.plugins.mlcwheels.engine.release;

/** The host has a published release of the tag, though it was not listed. */
public final class ReleaseExistsException extends ReleaseBusyException {

    private static final long serialVersionUID = 1L;

    /** @param tag of the release */
    public ReleaseExistsException(String tag) {
        super(
                tag + " has a published release already, which was not listed before",
                Kind.PUBLISH_REFUSED,
                "Publish again to compare with what it holds.");
    }
}
