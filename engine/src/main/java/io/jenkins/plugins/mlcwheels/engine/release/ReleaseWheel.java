package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestWheel;
import java.util.List;
import java.util.Objects;

/**
 * A wheel that is to be released.
 *
 * @param record what the manifest is to say of it
 * @param objections what the audit has against it; a wheel that was not audited has that as an objection, or none
 */
public record ReleaseWheel(ReleaseAsset asset, ManifestWheel record, List<ReleaseProblem> objections) {

    public ReleaseWheel {
        Objects.requireNonNull(asset, "asset");
        Objects.requireNonNull(record, "record");
        objections = List.copyOf(objections);
    }

    /** A wheel that nobody objects to. */
    public static ReleaseWheel of(ReleaseAsset asset) {
        return new ReleaseWheel(asset, ManifestWheel.of(asset.name(), asset.sha256(), asset.size()), List.of());
    }
}
