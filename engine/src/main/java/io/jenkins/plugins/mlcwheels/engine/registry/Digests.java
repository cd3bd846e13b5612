package io.jenkins.plugins.mlcwheels.engine.registry;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of manifests by their content. */
final class Digests {

    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    /** A tag that stands for a list of referrers (OCI), or, with an ending, for a signature or an attestation. */
    private static final Pattern SUBJECT = Pattern.compile("sha256-([0-9a-f]{64})(\\.[A-Za-z0-9._-]*)?");

    private Digests() {}

    static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    static String check(String text) {
        if (!isDigest(text)) {
            throw RemoteException.unexpected("an invalid digest");
        }
        return text;
    }

    static String of(byte[] bytes) {
        return "sha256:" + Sha256.of(bytes);
    }

    /** The digest of what a tag says something about, if it is such a tag. */
    static Optional<String> subject(String tag) {
        Matcher parts = SUBJECT.matcher(tag);
        return parts.matches() ? Optional.of("sha256:" + parts.group(1)) : Optional.empty();
    }
}
