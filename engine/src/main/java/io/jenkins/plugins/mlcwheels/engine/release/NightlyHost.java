package io.jenkins.plugins.mlcwheels.engine.release;

import java.util.Optional;

/**
 * Part of a {@link ReleaseHost} that nightlies can be kept on: what is done to pre-releases and to their tags, and never
 * to the release of a version. Each of these can be done again without harm.
 */
public interface NightlyHost {

    /** Whether releases can't be changed once they are published; empty if that is not to be learned. */
    Optional<Boolean> locksReleases();

    /** Whether a tag was used by a locked release that was deleted, and can never be used again. */
    boolean isUsedUp(String tag);

    /** The commit that a tag points at; empty if there is no such tag, which is believed at once. */
    Optional<String> taggedCommit(String tag);

    /** Makes a tag, or moves it. */
    void pointTag(String tag, String commit);

    /** Harmless when it is gone already. */
    void deleteTag(String tag);

    /** Changes title and notes of a published release. */
    HostedRelease describe(HostedRelease release, String title, String notes);

    /**
     * Deletes a pre-release with its assets; harmless when it is gone already.
     *
     * @throws IllegalArgumentException if it is no pre-release
     */
    void deletePrerelease(HostedRelease release);
}
