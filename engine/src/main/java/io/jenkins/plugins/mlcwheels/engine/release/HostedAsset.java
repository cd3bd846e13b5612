package io.jenkins.plugins.mlcwheels.engine.release;

import java.time.Instant;
import java.util.Optional;

/**
 * An asset as a host has it.
 *
 * @param id what the host calls it; stays the same when it is renamed
 * @param size in bytes, as the host counted them
 * @param complete whether all of its bytes arrived; if not, it only blocks its name
 * @param sha256 64 lower-case hexadecimal digits, if the host tells
 * @param url where it can be downloaded; empty or provisional while the release is a draft
 * @param uploaded when it was added, if the host tells
 */
public record HostedAsset(
        String id,
        String name,
        long size,
        boolean complete,
        Optional<String> sha256,
        String url,
        Optional<Instant> uploaded) {

    /** One of which nobody knows when it was added. */
    public HostedAsset(String id, String name, long size, boolean complete, Optional<String> sha256, String url) {
        this(id, name, size, complete, sha256, url, Optional.empty());
    }

    /** Whether it is known to hold just these bytes. */
    public boolean holds(ReleaseAsset asset) {
        return complete && size == asset.size() && sha256.equals(Optional.of(asset.sha256()));
    }

    /** Whether only its digest is missing to tell if it {@link #holds} these bytes. */
    public boolean mayHold(ReleaseAsset asset) {
        return complete && size == asset.size() && sha256.isEmpty();
    }

    /** The same asset, of which the digest is known now. */
    public HostedAsset withSha256(String digest) {
        return new HostedAsset(id, name, size, complete, Optional.of(digest), url, uploaded);
    }
}
