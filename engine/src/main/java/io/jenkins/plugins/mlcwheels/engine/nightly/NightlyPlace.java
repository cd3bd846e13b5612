package io.jenkins.plugins.mlcwheels.engine.nightly;

import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.util.Optional;

/**
 * Where a nightly goes.
 *
 * @param tag of the release
 * @param kind what becomes of that release later
 * @param commit that was built
 * @param movesTag whether the tag is to point at the commit in the end; it is made there if it is missing
 * @param published the release of that tag, if it is published
 * @param isThere whether wheels of these names are published already, built anew since: then nothing is left to do
 */
public record NightlyPlace(
        ReleaseTag tag,
        NightlyKind kind,
        String commit,
        boolean movesTag,
        Optional<HostedRelease> published,
        boolean isThere) {

    /** Makes a request that was begun with {@link #tag} one for this place. */
    public PublishRequest.Builder complete(PublishRequest.Builder begun) {
        return begun.commit(commit)
                .prerelease(true)
                .latest(false)
                .amend(kind == NightlyKind.MOVING)
                .makesTag(true);
    }
}
