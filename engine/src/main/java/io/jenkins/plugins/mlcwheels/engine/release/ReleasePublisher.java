package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildManifest;
import io.jenkins.plugins.mlcwheels.engine.manifest.Checksums;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Publishes wheels as a release: whole, or not at all.
 *
 * <ol>
 *   <li>Check everything that can be checked without writing, and plan; refuse with all problems together.
 *   <li>Create the draft, or take up the one that an earlier attempt left, and take the lease on it.
 *   <li>Plan again under the lease, send what is missing, verify every asset by its digest.
 *   <li>Publish the draft, and see that it is there.
 * </ol>
 *
 * <p>Killed at any moment and started again, it ends in the same state, and sends nothing again that arrived well.
 */
public final class ReleasePublisher {

    private static final int LARGEST_BUNDLE = 8 << 20;

    private final ReleaseHost host;
    private final Timing timing;
    private final ProgressListener progress;
    private final Map<String, Boolean> judged = new HashMap<>();

    /** @param timing for waits, and for what becomes visible late */
    public ReleasePublisher(ReleaseHost host, Timing timing, ProgressListener progress) {
        this.host = host;
        this.timing = timing;
        this.progress = progress;
    }

    /**
     * Tells what {@link #publish} would do, problems included. Changes nothing.
     */
    public ReleasePlan plan(PublishRequest request) {
        refuseNothing(request);
        List<ReleaseProblem> problems = new ArrayList<>(ReleaseChecks.run(request, host));
        DraftChoice choice = DraftChoice.of(request.tag().toString(), find(request, problems));
        problems.addAll(choice.problems());
        ReleasePlan plan = compare(request, choice.chosen());
        problems.addAll(plan.problems());
        List<PlanStep> steps = new ArrayList<>(plan.steps());
        choice.surplus().forEach(draft -> steps.add(surplus(draft)));
        return new ReleasePlan(plan.tag(), plan.release(), steps, problems);
    }

    /** What can't be found for a reason that is known already is not reported a second time. */
    private List<HostedRelease> find(PublishRequest request, List<ReleaseProblem> known) {
        try {
            return host.find(request.tag().toString());
        } catch (EngineException e) {
            if (known.isEmpty()) {
                throw e;
            }
            return List.of();
        }
    }

    /**
     * @throws PublishRefusedException with everything that is wrong, before anything is changed
     * @throws ReleaseBusyException if another publisher is at work on it, or was faster
     * @throws PublishCancelledException if the thread was interrupted
     */
    public PublishReport publish(PublishRequest request) {
        return publish(request, plan -> {});
    }

    /**
     * As {@link #publish(PublishRequest)}.
     *
     * @param planned is told what will be done, before anything is
     */
    public PublishReport publish(PublishRequest request, Consumer<ReleasePlan> planned) {
        ReleasePlan plan = plan(request);
        if (!plan.problems().isEmpty()) {
            refuseWhileHeld(plan, request);
            throw new PublishRefusedException(plan.tag(), plan.problems());
        }
        planned.accept(plan);
        if (plan.isNothing() && !plan.release().orElseThrow().held()) {
            return report(plan, plan.release().orElseThrow());
        }
        try {
            return new PublishAttempt(this, request).run(plan);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishCancelledException(plan.tag(), e);
        }
    }

    /** Files in the way may be those that another publisher is sending; then who that is counts. */
    private void refuseWhileHeld(ReleasePlan plan, PublishRequest request) {
        Optional<HostedRelease> draft = plan.release().filter(HostedRelease::draft);
        if (draft.filter(HostedRelease::held).isPresent()
                && ReleaseChecks.run(request, host).isEmpty()) {
            LeasedHost.take(host, draft.get(), request.publisher()).close();
        }
    }

    ReleaseHost host() {
        return host;
    }

    Timing timing() {
        return timing;
    }

    ProgressListener progress() {
        return progress;
    }

    void notice(String text) {
        progress.on(new ProgressListener.Notice(text, false));
    }

    /** Compares what shall be there with what is there, getting the digests that the host does not tell. */
    ReleasePlan compare(PublishRequest request, Optional<HostedRelease> release) {
        HostCapabilities capabilities = host.capabilities();
        if (release.isEmpty()) {
            ReleaseSet all = ReleaseSet.of(request, request.bundles(), List.of(), List.of(), Optional.empty());
            return ReleasePlan.of(request, release, List.of(), all, capabilities);
        }
        HostedRelease there = release.get();
        List<HostedAsset> hosted = new ArrayList<>(host.assets(there));
        List<ReleaseAsset> given = ReleaseSet.given(request);
        hosted.replaceAll(asset -> given.stream().anyMatch(asset::mayHold) ? host.withDigest(there, asset) : asset);
        if (hosted.stream().anyMatch(asset -> isUnknown(asset, given))) {
            Map<String, String> sums = checksums(there, hosted);
            hosted.replaceAll(asset -> isUnknown(asset, given) && sums.containsKey(asset.name())
                    ? asset.withSha256(sums.get(asset.name()))
                    : asset);
        }
        List<String> names = given.stream().map(ReleaseAsset::name).toList();
        List<HostedAsset> kept = PlanComparison.kept(request, release, hosted, names).stream()
                .map(asset -> host.withDigest(there, asset))
                .toList();
        boolean goesOn = !kept.isEmpty() || request.amend() && request.commit().isEmpty();
        Optional<BuildManifest> before = goesOn ? new ReleaseRecords(host, there, hosted).manifest() : Optional.empty();
        hosted.replaceAll(asset -> isCompared(request, asset) ? host.withDigest(there, asset) : asset);
        ReleaseSet wanted = ReleaseSet.of(request, standing(request, there, hosted), hosted, kept, before);
        hosted.replaceAll(
                asset -> wanted.derived().stream().anyMatch(asset::mayHold) ? host.withDigest(there, asset) : asset);
        return ReleasePlan.of(request, release, hosted, wanted, capabilities);
    }

    /** Whether it counts what bytes are there, although they need not be those given. */
    private static boolean isCompared(PublishRequest request, HostedAsset asset) {
        boolean sums =
                asset.name().equals(Checksums.FILE_NAME) && request.sumsSigner().isPresent();
        return asset.complete()
                && (sums
                        || request.bundles().stream()
                                .anyMatch(bundle -> bundle.asset().name().equals(asset.name())));
    }

    /** The bundles of a request, each as it is on the release if what is there serves as well. */
    private List<ReleaseBundle> standing(PublishRequest request, HostedRelease there, List<HostedAsset> hosted) {
        List<ReleaseBundle> bundles = new ArrayList<>(request.bundles());
        bundles.replaceAll(bundle -> hosted.stream()
                .filter(asset -> asset.name().equals(bundle.asset().name()) && asset.complete())
                .filter(asset -> !asset.holds(bundle.asset()))
                .filter(asset -> serves(bundle, there, asset))
                .findFirst()
                .map(bundle::as)
                .orElse(bundle));
        return bundles;
    }

    private boolean serves(ReleaseBundle bundle, HostedRelease there, HostedAsset asset) {
        String seen = asset.name() + " " + asset.sha256().orElseThrow() + " "
                + bundle.asset().sha256();
        return asset.size() <= LARGEST_BUNDLE
                && judged.computeIfAbsent(seen, any -> bundle.serves().test(ReleaseRecords.bytes(host, there, asset)));
    }

    private static boolean isUnknown(HostedAsset hosted, List<ReleaseAsset> given) {
        return hosted.sha256().isEmpty()
                && hosted.complete()
                && given.stream().anyMatch(asset -> asset.name().equals(hosted.name()));
    }

    /** What the release itself says of files whose size is another one anyway, for messages. */
    private Map<String, String> checksums(HostedRelease release, List<HostedAsset> hosted) {
        return new ReleaseRecords(host, release, hosted)
                .checksums()
                .map(Checksums::digests)
                .orElseGet(TreeMap::new);
    }

    PublishReport report(ReleasePlan plan, HostedRelease release) {
        List<HostedAsset> assets = host.assets(release).stream()
                .sorted(Comparator.comparing(HostedAsset::name))
                .toList();
        return new PublishReport(Optional.of(release), assets, plan);
    }

    private static PlanStep surplus(HostedRelease draft) {
        return new PlanStep(
                PlanStep.Action.DELETE,
                draft.url(),
                "a second draft of the same tag",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static void refuseNothing(PublishRequest request) {
        if (request.wheels().isEmpty() && request.attachments().isEmpty()) {
            throw new EngineException(
                    EngineException.Kind.NOTHING_TO_DO,
                    "nothing to publish as " + request.tag(),
                    "Name the wheels, such as wheelhouse/*.whl.");
        }
    }
}
