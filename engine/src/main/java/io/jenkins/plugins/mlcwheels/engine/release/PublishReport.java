package io.jenkins.plugins.mlcwheels.engine.release;

import java.util.List;
import java.util.Optional;

/**
 * What publishing did.
 *
 * @param release as it is now; empty after a dry run for a release that does not exist
 * @param assets as they are now, sorted by name; empty after a dry run
 * @param plan what was found to be done, and was, unless it was a dry run
 */
public record PublishReport(Optional<HostedRelease> release, List<HostedAsset> assets, ReleasePlan plan) {

    public PublishReport {
        assets = List.copyOf(assets);
    }
}
