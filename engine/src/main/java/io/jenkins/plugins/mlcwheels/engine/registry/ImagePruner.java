package io.jenkins.plugins.mlcwheels.engine.registry;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionItem;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPlan;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionReport;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prunes the images of one repository. {@link #plan()} changes nothing; {@link #apply} carries out its last plan.
 *
 * <pre>{@code
 * ImagePruner pruner = new ImagePruner(catalog, RetentionPolicy.newest(5, "latest"), timing, progress);
 * RetentionPlan plan = pruner.plan();
 * RetentionReport report = pruner.apply(plan.checked(policy, false));
 * }</pre>
 */
public final class ImagePruner {

    /** For how long untagged versions are left alone. */
    public static final Duration GRACE = Duration.ofDays(1);

    /** After how long of deleting everything is read again, beside the look for a push before each deletion. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final ImageCatalog catalog;
    private final RetentionPolicy policy;
    private final Timing timing;
    private final ProgressListener progress;
    private ImageInventory inventory = new ImageInventory(Map.of(), Map.of(), Map.of(), Map.of());
    private Set<String> needed = Set.of();
    private Instant lookAgain = Instant.MIN;
    private Optional<ImageVersion> seen = Optional.empty();

    /**
     * @param catalog the images of one package
     * @param policy what is to stay
     * @param timing gives the time at which ages are measured
     * @param progress is told of each deletion
     */
    public ImagePruner(ImageCatalog catalog, RetentionPolicy policy, Timing timing, ProgressListener progress) {
        this.catalog = catalog;
        this.policy = policy;
        this.timing = timing;
        this.progress = progress;
    }

    /**
     * Reads the whole catalog and decides.
     *
     * @throws UnreadableManifestException if anything in it can't be read that is not protected
     */
    public RetentionPlan plan() {
        inventory = ImageInventory.read(catalog);
        inventory.refuseUnreadable(policy);
        return RetentionPlan.of(inventory.items(timing.now(), GRACE, policy), policy, timing.now());
    }

    /**
     * Deletes what the plan deletes, in its order; see {@link RetentionRun}. What was pushed or tagged since the plan was
     * made, and all that this needs, stays and is reported as failed.
     */
    public RetentionReport apply(RetentionPlan plan) {
        lookAgain = Instant.MIN;
        seen = Optional.empty();
        return RetentionRun.apply(plan, this::delete);
    }

    private void delete(RetentionItem item) {
        Optional<ImageVersion> newest = catalog.newest();
        boolean pushed = newest.isPresent() && !newest.equals(seen);
        if (pushed || !timing.now().isBefore(lookAgain)) {
            needed = inventory.neededSince(catalog);
            lookAgain = timing.now().plus(FRESH);
            seen = newest;
        }
        if (needed.contains(item.id())) {
            throw new ImagesChangedException("what needs " + item.id());
        }
        catalog.delete(inventory.versions().get(item.id()));
        progress.on(new ProgressListener.Notice("deleted " + catalog.describe() + "@" + item.id(), false));
    }
}
