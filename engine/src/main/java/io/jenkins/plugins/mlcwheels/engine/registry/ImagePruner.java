package io.jenkins.plugins.mlcwheels.engine.registry;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionItem;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPlan;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionReport;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionRun;
import java.time.Duration;
import java.util.Map;

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

    private final ImageCatalog catalog;
    private final RetentionPolicy policy;
    private final Timing timing;
    private final ProgressListener progress;
    private Map<String, ImageVersion> versions = Map.of();

    public ImagePruner(ImageCatalog catalog, RetentionPolicy policy, Timing timing, ProgressListener progress) {
        this.catalog = catalog;
        this.policy = policy;
        this.timing = timing;
        this.progress = progress;
    }

    /**
     * Reads the whole catalog and decides.
     *
     * @throws UnreadableManifestException if anything in it can't be read
     */
    public RetentionPlan plan() {
        ImageInventory inventory = ImageInventory.read(catalog);
        versions = inventory.versions();
        return RetentionPlan.of(inventory.items(timing.now(), GRACE), policy, timing.now());
    }

    /** Deletes what the plan deletes, in its order; see {@link RetentionRun}. */
    public RetentionReport apply(RetentionPlan plan) {
        return RetentionRun.apply(plan, this::delete);
    }

    private void delete(RetentionItem item) {
        catalog.delete(versions.get(item.id()));
        progress.on(new ProgressListener.Notice("deleted " + catalog.describe() + "@" + item.id(), false));
    }
}
