package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * What is to be published where, on its way to the agent; null where nothing was said.
 *
 * @param tag a release tag
 * @param commit that was built
 * @param publisher who publishes; the same for every attempt of one step
 * @param directory to publish into, relative to the workspace or absolute; null for GitHub
 * @param api address of GitHub's API
 * @param repository {@code OWNER/NAME}
 * @param expect globs, each of which has to match a wheel
 * @param notesFile relative to the workspace
 */
public record PublishOrder(
        String tag,
        @CheckForNull String commit,
        String publisher,
        @CheckForNull String directory,
        @CheckForNull String api,
        @CheckForNull String repository,
        ArrayList<WheelToPublish> wheels,
        ArrayList<String> expect,
        @CheckForNull String notes,
        @CheckForNull String notesFile,
        Options options)
        implements Serializable {

    /** What may be done for it, and how. */
    public record Options(
            boolean generateNotes,
            @CheckForNull Boolean prerelease,
            @CheckForNull Boolean makeLatest,
            boolean amend,
            boolean clobber,
            boolean allowUnproven,
            boolean draftOnly,
            boolean dryRun,
            int parallelUploads)
            implements Serializable {}
}
