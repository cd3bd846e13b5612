package io.jenkins.plugins.mlcwheels.engine.release;

import static io.jenkins.plugins.mlcwheels.engine.release.ReleasePlan.REPLACED;
import static io.jenkins.plugins.mlcwheels.engine.release.ReleasePlan.STAGED;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.release.PlanStep.Action;
import io.jenkins.plugins.mlcwheels.engine.text.ByteSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Carries out the steps of a plan that are about assets, under a lease on their release. */
final class AssetTransfer {

    /** How often an asset that arrived other than sent is sent in all. */
    private static final int ATTEMPTS = 3;

    /** How long to wait, longer each time, for an asset that has its name but is not listed yet. */
    private static final Duration UNLISTED = Duration.ofSeconds(1);

    private static final int UNLISTED_LOOKS = 8;

    private final ReleaseHost host;
    private final HostedRelease release;
    private final ReleaseLease lease;
    private final ProgressListener progress;
    private final Timing timing;
    private final AtomicInteger files = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    AssetTransfer(
            ReleaseHost host, HostedRelease release, ReleaseLease lease, Timing timing, ProgressListener progress) {
        this.host = host;
        this.release = release;
        this.lease = lease;
        this.timing = timing;
        this.progress = progress;
    }

    /** Deletes first, then sends several at once, and what is derived from the others last and one by one. */
    void apply(ReleasePlan plan, int parallel) throws InterruptedException {
        for (PlanStep step : plan.steps(Action.DELETE)) {
            lease.check();
            host.delete(release, step.present().orElseThrow());
        }
        List<PlanStep> sends = new ArrayList<>(plan.steps(Action.UPLOAD));
        sends.addAll(plan.steps(Action.REPLACE));
        inParallel(sends.stream().filter(step -> !step.isDerived()).toList(), parallel);
        for (String name : ReleaseSet.DERIVED) {
            sends.stream().filter(step -> step.name().equals(name)).forEach(this::send);
        }
    }

    /** The same as {@link #apply}, and tells how much is up if it does not come to its end. */
    void sendAll(ReleasePlan plan, int parallel) throws InterruptedException {
        boolean done = false;
        try {
            apply(plan, parallel);
            done = true;
        } finally {
            if (!done) {
                progress.on(new ProgressListener.Notice(
                        summary(plan) + " of " + release.tag() + " are up on " + host.describe()
                                + (release.draft() ? ", in a draft that nobody sees" : "")
                                + "; publish again to go on there",
                        false));
            }
        }
    }

    /** On one line: {@code 3 of 5 files (1.2 GB of 2.0 GB)}. */
    private String summary(ReleasePlan plan) {
        List<PlanStep> there = plan.steps(Action.SKIP);
        List<PlanStep> sends = new ArrayList<>(plan.steps(Action.UPLOAD));
        sends.addAll(plan.steps(Action.REPLACE));
        int before = there.size();
        long size = bytes(there);
        int all = before + sends.size();
        return (before + files.get()) + " of " + all + (all == 1 ? " file (" : " files (")
                + ByteSize.print(size + bytes.get()) + " of " + ByteSize.print(size + bytes(sends)) + ")";
    }

    private static long bytes(List<PlanStep> steps) {
        return steps.stream()
                .mapToLong(step -> step.asset().orElseThrow().size())
                .sum();
    }

    private void inParallel(List<PlanStep> steps, int parallel) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(parallel, steps.size())));
        try {
            CompletionService<Void> running = new ExecutorCompletionService<>(pool);
            for (PlanStep step : steps) {
                running.submit(() -> send(step), null);
            }
            for (int i = 0; i < steps.size(); i++) {
                join(running.take());
            }
        } finally {
            pool.shutdownNow();
            awaitEnd(pool);
        }
    }

    /** Nothing of this attempt may still be writing when the next one begins. */
    private static void awaitEnd(ExecutorService pool) throws InterruptedException {
        pool.awaitTermination(1, TimeUnit.MINUTES);
    }

    private static void join(Future<Void> done) throws InterruptedException {
        try {
            done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new CompletionException(e.getCause());
        }
    }

    private void send(PlanStep step) {
        put(step);
        files.incrementAndGet();
        bytes.addAndGet(step.asset().orElseThrow().size());
    }

    private void put(PlanStep step) {
        lease.check();
        ReleaseAsset asset = step.asset().orElseThrow();
        if (step.isStaged()) {
            swap(step, step.staged().orElseThrow());
            return;
        }
        step.staged().ifPresent(broken -> host.delete(release, broken));
        if (release.draft() || step.present().filter(HostedAsset::complete).isEmpty()) {
            step.present().ifPresent(old -> host.delete(release, old));
            upload(asset);
        } else {
            swap(step, upload(asset.named(asset.name() + STAGED)));
        }
    }

    /** Puts a verified replacement in the place of what is there, which is gone only when the new one stands. */
    private void swap(PlanStep step, HostedAsset staged) {
        Optional<HostedAsset> old = step.present().map(there -> host.rename(release, there, step.name() + REPLACED));
        host.rename(release, staged, step.name());
        old.ifPresent(there -> host.delete(release, there));
    }

    private HostedAsset upload(ReleaseAsset asset) {
        for (int attempt = 1; ; attempt++) {
            HostedAsset stored = uploaded(asset);
            Optional<String> difference = difference(asset, stored);
            if (difference.isEmpty()) {
                return stored;
            }
            host.delete(release, stored);
            if (attempt == ATTEMPTS || !stored.name().equals(asset.name())) {
                throw new AssetCorruptException(asset.name(), difference.get());
            }
            progress.on(new ProgressListener.Notice(
                    "'" + asset.name() + "' arrived other than it was sent (" + difference.get()
                            + "); it is sent again",
                    true));
        }
    }

    /** An earlier attempt may have sent it, in the moment before the list tells of it. */
    private HostedAsset uploaded(ReleaseAsset asset) {
        try {
            return host.upload(release, asset, progress);
        } catch (AssetExistsException e) {
            HostedAsset there = listed(asset.name()).orElseThrow(() -> e);
            if (!there.complete()) {
                host.delete(release, there);
                return host.upload(release, asset, progress);
            }
            if (difference(asset, there).isPresent()) {
                throw e;
            }
            return there;
        }
    }

    private Optional<HostedAsset> listed(String name) {
        for (int look = 1; look <= UNLISTED_LOOKS; look++) {
            Optional<HostedAsset> there = host.assets(release).stream()
                    .filter(asset -> asset.name().equals(name))
                    .findFirst();
            if (there.isPresent()) {
                return there;
            }
            sleep(UNLISTED.multipliedBy(look));
        }
        return Optional.empty();
    }

    private void sleep(Duration wait) {
        try {
            timing.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishCancelledException(release.tag(), e);
        }
    }

    /** What differs between what was sent and what is there; downloads it where the host tells no digest. */
    Optional<String> difference(ReleaseAsset sent, HostedAsset stored) {
        if (!stored.name().equals(sent.name())) {
            return Optional.of("its name is '" + stored.name() + "'");
        }
        if (!stored.complete()) {
            return Optional.of("it is not complete");
        }
        if (stored.size() != sent.size()) {
            return Optional.of("it has " + stored.size() + " bytes, not " + sent.size());
        }
        String digest = host.withDigest(release, stored).sha256().orElseThrow();
        return digest.equals(sent.sha256())
                ? Optional.empty()
                : Optional.of("its sha256 is " + digest + ", not " + sent.sha256());
    }
}
