package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import picocli.CommandLine.Option;

/** How much is kept, whether anything is deleted at all, and how that is told; the same whatever is pruned. */
final class PruneOptions {

    @Option(names = "--keep", required = true, paramLabel = "N", description = "Keep the newest so many, 1 or more.")
    private int keep;

    @Option(names = "--apply", description = "Delete; without it nothing is changed, only shown.")
    private boolean apply;

    @Option(
            names = "--max-share",
            paramLabel = "SHARE",
            defaultValue = "1",
            description = "Refuse to delete more than this share of all, such as 0.5 for a half; by default only"
                    + " deleting everything is refused.")
    private double share;

    @Option(names = "--force", description = "Delete even if it is everything, or more than --max-share.")
    private boolean force;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    /** @param protectedTags globs of what is kept whatever else holds */
    RetentionPolicy policy(String... protectedTags) {
        return RetentionPolicy.newest(keep, protectedTags).deletingAtMost(share);
    }

    boolean applies() {
        return apply;
    }

    boolean force() {
        return force;
    }

    boolean json() {
        return json;
    }
}
