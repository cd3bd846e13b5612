package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * What is to be published where, on its way to the agent; null where nothing was said.
 *
 * @param tag a release tag
 * @param tagPattern form of the project's release tags; null: the standard rule
 * @param commit that was built
 * @param publisher who publishes; the same for every attempt of one step
 * @param directory to publish into, relative to the workspace or absolute; null for GitHub
 * @param api address of GitHub's API
 * @param repository {@code OWNER/NAME}
 * @param expect globs, each of which has to match a wheel
 * @param notesFile relative to the workspace
 * @param bundles signed statements about the wheels
 */
public record PublishOrder(
        String tag,
        @CheckForNull String tagPattern,
        @CheckForNull String commit,
        String publisher,
        @CheckForNull String directory,
        @CheckForNull String api,
        @CheckForNull String repository,
        ArrayList<WheelToPublish> wheels,
        ArrayList<String> expect,
        @CheckForNull String notes,
        @CheckForNull String notesFile,
        ArrayList<BundleToPublish> bundles,
        Options options)
        implements Serializable {

    /** The rule of the project's release tags. */
    public TagPattern pattern() {
        return tagPattern == null ? TagPattern.STANDARD : TagPattern.of(tagPattern);
    }

    /**
     * What may be done for it, and how.
     *
     * @param minRate bytes per second below which uploads are given up, such as {@code 20k}
     * @param nightly null for the release of a version
     */
    public record Options(
            boolean generateNotes,
            @CheckForNull Boolean prerelease,
            @CheckForNull Boolean makeLatest,
            boolean amend,
            boolean clobber,
            boolean allowLinuxTag,
            boolean allowUnproven,
            boolean draftOnly,
            boolean dryRun,
            int parallelUploads,
            String minRate,
            @CheckForNull Nightly nightly)
            implements Serializable {}

    /**
     * What makes a nightly of it; the tag of the order is then the one that moves, or that those of single nightlies begin
     * with.
     *
     * @param kind {@code moving} or {@code dated}; null for what is possible
     * @param takeOver whether the tag may be that of a version
     */
    public record Nightly(@CheckForNull String kind, boolean takeOver) implements Serializable {}
}
