package io.jenkins.plugins.mlcwheels.engine.release;

/**
 * Part of a {@link ReleaseHost} on which several publishers may be at work, one at a time on a release.
 */
public interface LeasedHost {

    /**
     * Takes the right to change a release, waiting only to see whether the holder is alive.
     *
     * @param release as it was seen last
     * @throws ReleaseBusyException if the holder is alive
     * @throws ReleaseBeingPublishedException if it gave the lease back to publish, which the release did not say when it
     *     was seen last
     */
    ReleaseLease lease(HostedRelease release, String publisher);

    /** Changes the mark of a draft of ours. */
    HostedRelease mark(HostedRelease draft, PublishMark mark);

    /** The lease of a host; one that hinders nobody where there are none. */
    static ReleaseLease take(ReleaseHost host, HostedRelease release, String publisher) {
        return host.part(LeasedHost.class)
                .map(leased -> leased.lease(release, publisher))
                .orElse(ReleaseLease.NONE);
    }

    /** The draft with another mark; as it is where there are no leases, so that nobody looks at marks. */
    static HostedRelease mark(ReleaseHost host, HostedRelease draft, PublishMark mark) {
        return host.part(LeasedHost.class)
                .map(leased -> leased.mark(draft, mark))
                .orElse(draft);
    }
}
