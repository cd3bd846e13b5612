package io.jenkins.plugins.mlcwheels.engine.registry;

import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import java.util.List;

/** What a version consists of can't be told, so it can't be told either what it needs. Nothing was deleted. */
public final class UnreadableManifestException extends RemoteException {

    private static final long serialVersionUID = 1L;

    private final String digest;
    private final String why;

    /**
     * @param digest of the manifest, as {@code sha256:...}
     * @param reason why it can't be read, as half a sentence
     */
    public UnreadableManifestException(String digest, String reason) {
        this(digest, "", digest, reason);
    }

    private UnreadableManifestException(String digest, String tags, String glob, String reason) {
        super(
                Reason.UNEXPECTED_ANSWER,
                "the manifest " + digest + tags + " can't be read: " + reason + "; nothing was deleted",
                "Run it again. If it stays like this, delete this version by hand if it is broken, or keep it, and with"
                        + " it all images without a tag, which it may need: --protect '" + glob + "'.");
        this.digest = digest;
        this.why = reason;
    }

    /** The same with the tags of the version, by which people know it. */
    UnreadableManifestException of(ImageVersion version) {
        List<String> tags = version.tags().stream().sorted().toList();
        return tags.isEmpty()
                ? this
                : new UnreadableManifestException(digest, " (" + String.join(", ", tags) + ")", tags.get(0), why);
    }
}
