package io.jenkins.plugins.mlcwheels.engine.nightly;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.index.IndexSource;
import io.jenkins.plugins.mlcwheels.engine.index.PublishedWheels;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.LeasedHost;
import io.jenkins.plugins.mlcwheels.engine.release.NightlyHost;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Prunes nightlies: wheels on the one release that moves, and whole releases of one nightly each. What the newest
 * supersede is offered no more at once, and deleted when it was not offered for a while. {@link #plan()} changes nothing; {@link #apply} carries out its last
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
    private Duration grace = Duration.ZERO;
    private Function<String, Optional<Instant>> lastNamed = address -> Optional.empty();
    private boolean takesOver;
    private boolean deletesTags;
    private NightlyShelf planned;

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

    private RetentionPlan plan(Optional<HostedRelease> release) {
        planned = new NightlyShelf(host, new NightlyTags(tag), release);
        if (release.isEmpty() && planned.isEmpty()) {
            throw new EngineException(
                    EngineException.Kind.NOTHING_TO_DO,
                    "there is no published release " + tag + " on " + host.describe(),
                    "Name the tag of the release that nightlies are published on.");
        }
        return planned.judge(policy, new NightlyShelf.Grace(grace, lastNamed), timing.now());
    }

    /**
     * How long what is superseded stays.
     *
     * @param named tells of an address when an index named it last; see {@code IndexDirectory.lastNamed}
     */
    public NightlyPruner withGrace(Duration length, Function<String, Optional<Instant>> named) {
        grace = length;
        lastNamed = named;
        return this;
    }

    /** Whether the tag may be that of a version, as that of a pre-release of nightlies that others made. */
    public NightlyPruner takingOver(boolean yes) {
        takesOver = yes;
        return this;
    }

    /** Whether the tags of deleted releases go as well. */
    public NightlyPruner deletingTags(boolean yes) {
        deletesTags = yes;
        return this;
    }

    /** The release whose wheels may go one by one; empty if there is none, or it can't be changed beside others. */
    private Optional<HostedRelease> release() {
        if (isVersion(tag) && !takesOver) {
            throw RetentionRefusedException.ofPlan(
                    tag + " is the release of a version, whose wheels stay for ever",
                    "Put nightlies on a pre-release of their own, with a tag that is not a version, such as nightly.");
        }
        Optional<HostedRelease> release =
                host.find(tag).stream().filter(found -> !found.draft()).findFirst();
        release.filter(found -> !found.prerelease()).ifPresent(found -> {
            throw RetentionRefusedException.ofPlan(
                    tag + " is not a pre-release, and what is stable stays for ever",
                    "Mark the release of the nightlies as a pre-release.");
        });
        if (release.filter(HostedRelease::immutable).isEmpty()) {
            return release;
        }
        if (new NightlyShelf(host, new NightlyTags(tag), Optional.empty()).isEmpty()) {
            throw RetentionRefusedException.ofPlan(
                    tag + " is immutable, so that nothing on it can be deleted",
                    "Keep each nightly on a release of its own: mlc-wheels publish --nightly does so.");
        }
        return Optional.empty();
    }

    private static boolean isVersion(String tag) {
        return new NightlyTags(tag).isVersion();
    }

    /**
     * The wheels of all published releases without what the last plan deletes, or would if it was not offered until now:
     * what {@link #apply} hands on.
     */
    public IndexSource remaining(RetentionPlan plan) {
        return new PublishedWheels(host, progress).without(planned.leftOut(plan));
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
        Optional<HostedRelease> release = release();
        boolean wheels = plan.deleted().stream()
                .anyMatch(item -> planned.release(item.id()).isEmpty());
        if (release.isEmpty() || !wheels) {
            RetentionPlan agreed = agreed(plan, release);
            preparation.before(agreed);
            return RetentionRun.apply(agreed, this::deleteRelease);
        }
        try (ReleaseLease lease = LeasedHost.take(host, release.get(), publisher())) {
            RetentionPlan agreed = agreed(plan, release);
            preparation.before(agreed);
            Set<String> going = agreed.deleted().stream()
                    .map(RetentionItem::id)
                    .filter(id -> planned.release(id).isEmpty())
                    .collect(Collectors.toSet());
            new RecordRewrite(host, release.get(), lease, timing, progress).forget(going);
            return RetentionRun.apply(agreed, item -> delete(release.get(), lease, item));
        }
    }

    /** No two that run at a time have the same name. */
    private String publisher() {
        return "mlc-wheels-prune-" + Long.toHexString(Double.doubleToLongBits(timing.chance()));
    }

    /** A plan of what is there now that deletes nothing that the given one keeps or does not know. */
    private RetentionPlan agreed(RetentionPlan plan, Optional<HostedRelease> release) {
        Set<Object> wanted =
                plan.deleted().stream().map(item -> subject(item.id())).collect(Collectors.toSet());
        RetentionPlan now = plan(release);
        Map<String, RetentionItem> items = now.decisions().stream()
                .map(RetentionDecision::item)
                .collect(Collectors.toMap(RetentionItem::id, item -> item));
        Set<String> changed = now.deleted().stream()
                .filter(item -> !wanted.contains(subject(item.id())))
                .map(item -> first(item, items))
                .collect(Collectors.toSet());
        return new RetentionPlan(now.decisions().stream()
                .map(decision -> decision.keep() || !changed.contains(first(decision.item(), items))
                        ? decision
                        : new RetentionDecision(decision.item(), true, "it changed since the plan was made"))
                .toList());
    }

    /** What an item stands for, as it was read last. */
    private Object subject(String id) {
        return planned.release(id).<Object>map(HostedRelease::id).orElseGet(() -> planned.asset(id));
    }

    /** The wheel that decides for all that stays or goes together with an item. */
    private static String first(RetentionItem item, Map<String, RetentionItem> items) {
        return item.attachedTo()
                .map(subject -> first(items.get(subject), items))
                .orElse(item.id());
    }

    private void delete(HostedRelease release, ReleaseLease lease, RetentionItem item) {
        if (planned.release(item.id()).isPresent()) {
            deleteRelease(item);
            return;
        }
        lease.check();
        host.delete(release, planned.asset(item.id()));
        progress.on(new ProgressListener.Notice("deleted '" + item.id() + "' of " + tag, false));
    }

    private void deleteRelease(RetentionItem item) {
        HostedRelease release = planned.release(item.id()).orElseThrow();
        NightlyHost nightlies = host.part(NightlyHost.class).orElseThrow();
        nightlies.deletePrerelease(release);
        if (deletesTags) {
            nightlies.deleteTag(release.tag());
        }
        progress.on(new ProgressListener.Notice(
                "deleted the release " + release.tag() + (deletesTags ? " and its tag" : "")
                        + (release.immutable() ? "; it was immutable, so that its tag can never be used again" : ""),
                false));
    }
}
