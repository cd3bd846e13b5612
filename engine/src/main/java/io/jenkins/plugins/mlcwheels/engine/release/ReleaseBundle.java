package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestBundle;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A file with a signed statement that goes with a release. A statement that is signed again has other bytes; one that is
 * on the release already and does as well stays, so that publishing goes on where it was interrupted.
 *
 * @param record what the manifest is to say of it
 * @param serves whether other bytes do as well: signed by the same key about the same files
 */
public record ReleaseBundle(ReleaseAsset asset, ManifestBundle record, Predicate<byte[]> serves) {

    /** With more files a bundle for each would come near the 1,000 files that a release can have. */
    public static final int MOST_SINGLE = 450;

    public ReleaseBundle {
        Objects.requireNonNull(asset, "asset");
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(serves, "serves");
    }

    /** @param keyId of the key that signed */
    public static ReleaseBundle of(ReleaseAsset asset, Optional<String> keyId, Predicate<byte[]> serves) {
        return new ReleaseBundle(asset, new ManifestBundle(asset.name(), asset.sha256(), asset.size(), keyId), serves);
    }

    /** The same with the bytes that are on the release. */
    ReleaseBundle as(HostedAsset there) {
        String sha256 = there.sha256().orElseThrow();
        return of(new ReleaseAsset(asset.name(), there.size(), sha256, asset.source()), record.keyId(), serves);
    }
}
