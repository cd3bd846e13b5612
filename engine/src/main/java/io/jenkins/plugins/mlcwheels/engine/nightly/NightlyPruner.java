package io.jenkins.plugins.mlcwheels.engine.nightly;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.index.IndexSource;
import io.jenkins.plugins.mlcwheels.engine.index.PublishedWheels;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.LeasedHost;
import io.jenkins.plugins.mlcwheels.engine.release.PublishCancelledException;
import io.jenkins.plugins.mlcwheels.engine.release.RecordRewrite;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseLease;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionDecision;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionItem;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPlan;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionRefusedException;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionReport;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionRun;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Prunes the wheels of nightlies on one release. {@link #plan()} changes nothing; {@link #apply} carries out its last
 * plan under a lease on the release, in an order in which nothing ever names what is gone: the index, the records on
 * the release, then the wheels one by one. Applying again deletes nothing more.
 *
 * <pre>{@code
 * NightlyPruner pruner = new NightlyPruner(host, "nightly", RetentionPolicy.newest(1), timing, progress);
 * RetentionPlan plan = pruner.plan();
 * RetentionReport report = pruner.apply(plan.checked(policy, false), wheels -> index.write(wheels));
 * }</pre>
 */
public final class NightlyPruner {

    private final ReleaseHost host;
    private final String tag;
    private final RetentionPolicy policy;
    private final Timing timing;
    private final ProgressListener progress;
    private Map<String, HostedAsset> planned = Map.of();

    /** Writes the index of wheels that no longer have what is about to go. */
    public interface IndexSink {
        void write(IndexSource wheels) throws IOException, InterruptedException;
    }

    /** @param policy whose globs of protected tags are held against the names of assets; orders by version always */
    public NightlyPruner(
            ReleaseHost host, String tag, RetentionPolicy policy, Timing timing, ProgressListener progress) {
        this.host = Objects.requireNonNull(host, "host");
        this.tag = Objects.requireNonNull(tag, "tag");
        this.policy = policy.orderedBy(RetentionPolicy.Order.VERSION);
        this.timing = Objects.requireNonNull(timing, "timing");
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * Reads the release and decides.
     *
     * @throws RetentionRefusedException if it is the release of a version, is not a pre-release, or can't be changed
     * @throws EngineException if there is no published release of that tag
     */
    public RetentionPlan plan() {
        return plan(release());
    }

    private RetentionPlan plan(HostedRelease release) {
        Map<String, HostedAsset> assets = new LinkedHashMap<>();
        host.assets(release).forEach(asset -> assets.put(asset.name(), asset));
        planned = assets;
        return RetentionPlan.of(NightlyItems.of(List.copyOf(assets.values())), policy, timing.now());
    }

    private HostedRelease release() {
        if (isVersion(tag)) {
            throw RetentionRefusedException.ofPlan(
                    tag + " is the release of a version, whose wheels stay for ever",
                    "Put nightlies on a pre-release of their own, with a tag that is not a version, such as nightly.");
        }
        HostedRelease release = host.find(tag).stream()
                .filter(found -> !found.draft())
                .findFirst()
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.NOTHING_TO_DO,
                        "there is no published release " + tag + " on " + host.describe(),
                        "Name the tag of the release that nightlies are published on."));
        if (!release.prerelease()) {
            throw RetentionRefusedException.ofPlan(
                    tag + " is not a pre-release, and what is stable stays for ever",
                    "Mark the release of the nightlies as a pre-release.");
        }
        if (release.immutable()) {
            throw RetentionRefusedException.ofPlan(
                    tag + " is immutable, so that nothing on it can be deleted",
                    "Publish nightlies on a release that is not immutable.");
        }
        return release;
    }

    private static boolean isVersion(String tag) {
        try {
            ReleaseTag.parse(tag);
            return true;
        } catch (InvalidReleaseTagException e) {
            return false;
        }
    }

    /** The wheels of all published releases without what the last plan deletes: what {@link #apply} hands on. */
    public IndexSource remaining(RetentionPlan plan) {
        Set<String> going =
                plan.deleted().stream().map(item -> planned.get(item.id()).id()).collect(Collectors.toSet());
        return new PublishedWheels(host, progress).without(going);
    }

    /** Deletes what the plan deletes, without an index; see {@link #apply(RetentionPlan, IndexSink)}. */
    public RetentionReport apply(RetentionPlan plan) {
        return carryOut(plan, agreed -> {});
    }

    /**
     * Deletes what the plan deletes, unless it is needed again since: it looks again once it has the lease, and what
     * changed meanwhile stays.
     *
     * @param sink gets the index before anything is deleted, also if nothing is; if it fails, nothing is deleted
     * @throws PublishCancelledException if the thread was interrupted before anything was deleted
     * @throws EngineException if the release can't be changed, or somebody else is at work on it; nothing was deleted
     */
    public RetentionReport apply(RetentionPlan plan, IndexSink sink) {
        return carryOut(plan, agreed -> {
            try {
                sink.write(remaining(agreed));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PublishCancelledException(tag, e);
            }
        });
    }

    /** What is done before the first deletion. */
    private interface Preparation {
        void before(RetentionPlan agreed);
    }

    private RetentionReport carryOut(RetentionPlan plan, Preparation preparation) {
        if (plan.deleted().isEmpty()) {
            preparation.before(plan);
            return new RetentionReport(plan.kept(), List.of(), Map.of(), Map.of(), Map.of());
        }
        HostedRelease release = release();
        try (ReleaseLease lease = LeasedHost.take(host, release, publisher())) {
            RetentionPlan agreed = agreed(plan, release);
            preparation.before(agreed);
            Set<String> going = agreed.deleted().stream().map(RetentionItem::id).collect(Collectors.toSet());
            new RecordRewrite(host, release, lease, timing, progress).forget(going);
            return RetentionRun.apply(agreed, item -> delete(release, lease, item));
        }
    }

    /** No two that run at a time have the same name. */
    private String publisher() {
        return "mlc-wheels-prune-" + Long.toHexString(Double.doubleToLongBits(timing.chance()));
    }

    /** A plan of what is there now that deletes nothing that the given one keeps or does not know. */
    private RetentionPlan agreed(RetentionPlan plan, HostedRelease release) {
        Set<HostedAsset> wanted =
                plan.deleted().stream().map(item -> planned.get(item.id())).collect(Collectors.toSet());
        RetentionPlan now = plan(release);
        Map<String, RetentionItem> items = now.decisions().stream()
                .map(RetentionDecision::item)
                .collect(Collectors.toMap(RetentionItem::id, item -> item));
        Set<String> changed = now.deleted().stream()
                .filter(item -> !wanted.contains(planned.get(item.id())))
                .map(item -> first(item, items))
                .collect(Collectors.toSet());
        return new RetentionPlan(now.decisions().stream()
                .map(decision -> decision.keep() || !changed.contains(first(decision.item(), items))
                        ? decision
                        : new RetentionDecision(decision.item(), true, "it changed since the plan was made"))
                .toList());
    }

    /** The wheel that decides for all that stays or goes together with an item. */
    private static String first(RetentionItem item, Map<String, RetentionItem> items) {
        return item.attachedTo()
                .map(subject -> first(items.get(subject), items))
                .orElse(item.id());
    }

    private void delete(HostedRelease release, ReleaseLease lease, RetentionItem item) {
        lease.check();
        host.delete(release, planned.get(item.id()));
        progress.on(new ProgressListener.Notice("deleted '" + item.id() + "' of " + tag, false));
    }
}
