package io.jenkins.plugins.mlcwheels.engine.nightly;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.NightlyHost;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.InvalidWheelNameException;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Publishes nightlies, each as an addition to one pre-release whose tag moves, or as a pre-release of its own. Deletes
 * nothing; see {@link NightlyPruner}. A nightly is never the latest release.
 *
 * <pre>{@code
 * NightlyPublisher nightlies = new NightlyPublisher(host, timing, progress);
 * NightlyPlace place = nightlies.place(order);
 * PublishRequest request = place.complete(PublishRequest.of(place.tag()).wheel(wheel)).build();
 * nightlies.publish(place, request, () -> publisher.publish(request));
 * }</pre>
 */
public final class NightlyPublisher {

    private static final int MOST_ATTEMPTS = 20;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ReleaseHost host;
    private final NightlyHost nightlies;
    private final Timing timing;
    private final ProgressListener progress;

    /** @throws EngineException if the host can't keep nightlies */
    public NightlyPublisher(ReleaseHost host, Timing timing, ProgressListener progress) {
        this.host = host;
        this.nightlies = host.part(NightlyHost.class)
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.INPUT,
                        host.describe() + " keeps no nightlies",
                        "Publish them to a repository on GitHub."));
        this.timing = timing;
        this.progress = progress;
    }

    /**
     * Decides where a nightly goes. Changes nothing.
     *
     * @throws EngineException if it can't go where it is told to, or its version is no development version
     */
    public NightlyPlace place(NightlyOrder order) {
        NightlyTags tags = new NightlyTags(order.tag());
        ReleaseTag.ofNightly(order.tag(), order.version());
        List<HostedRelease> moving = host.find(order.tag());
        Optional<HostedRelease> published =
                moving.stream().filter(release -> !release.draft()).findFirst();
        if (tags.isVersion()) {
            refuseUnlessTakenOver(order, published);
        }
        published.filter(release -> !release.prerelease()).ifPresent(release -> {
            throw unusable(
                    order.tag() + " is no pre-release, but what people get as a stable one",
                    "Name another --nightly-tag.");
        });
        return kind(order, published) == NightlyKind.MOVING ? moving(order, tags, published) : dated(order, tags);
    }

    private static void refuseUnlessTakenOver(NightlyOrder order, Optional<HostedRelease> published) {
        if (!order.takeOver()) {
            throw unusable(
                    order.tag() + " is the tag of a version",
                    "Use a tag such as nightly; to go on with a pre-release of nightlies that is there, add"
                            + " --take-over.");
        }
        if (published.isEmpty()) {
            throw unusable(
                    "there is no published pre-release " + order.tag() + " to take over",
                    "Check the tag, or leave it out.");
        }
    }

    private NightlyKind kind(NightlyOrder order, Optional<HostedRelease> published) {
        boolean locked = published.isPresent() ? published.get().immutable() : locksReleases();
        if (!locked) {
            return order.kind().orElse(NightlyKind.MOVING);
        }
        if (order.takeOver() || order.kind().equals(Optional.of(NightlyKind.MOVING))) {
            throw unusable(
                    (published.isPresent()
                                    ? "the release " + order.tag() + " is"
                                    : "releases of " + host.describe() + " are")
                            + " immutable, so that nightlies can't be added to one release",
                    "Keep each nightly on a pre-release of its own (--nightly-kind dated), or turn the setting off.");
        }
        return NightlyKind.DATED;
    }

    /** Where nobody may tell, the newest published release does. */
    private boolean locksReleases() {
        return nightlies
                .locksReleases()
                .orElseGet(() -> host.published().stream().limit(1).anyMatch(HostedRelease::immutable));
    }

    private NightlyPlace moving(NightlyOrder order, NightlyTags tags, Optional<HostedRelease> published) {
        List<HostedAsset> assets = published.map(host::assets).orElse(List.of());
        return new NightlyPlace(
                ReleaseTag.ofNightly(order.tag(), order.version()),
                NightlyKind.MOVING,
                order.commit(),
                // Versions are counted from the tag of a version: it stays where it is.
                !tags.isVersion() && !hasNewer(assets, order.version()),
                published,
                isThere(order.wheels(), assets));
    }

    private static boolean hasNewer(List<HostedAsset> assets, Pep440Version version) {
        return assets.stream()
                .map(asset -> version(asset.name()))
                .flatMap(Optional::stream)
                .anyMatch(there -> there.dev().isPresent() && there.compareTo(version) > 0);
    }

    private static Optional<Pep440Version> version(String name) {
        try {
            return name.endsWith(".whl")
                    ? Pep440Version.tryParse(WheelFilename.parse(name).version())
                    : Optional.empty();
        } catch (InvalidWheelNameException e) {
            return Optional.empty();
        }
    }

    /** Built again, the same version mostly has other bytes, and people have the first ones. */
    private static boolean isThere(Map<String, String> wheels, List<HostedAsset> assets) {
        List<HostedAsset> same = assets.stream()
                .filter(asset -> asset.complete() && wheels.containsKey(asset.name()))
                .toList();
        return same.size() == wheels.size()
                && same.stream().anyMatch(asset -> asset.sha256()
                        .filter(there -> !there.equals(wheels.get(asset.name())))
                        .isPresent());
    }

    /** A nightly that an earlier run began keeps its tag, also after midnight. */
    private NightlyPlace dated(NightlyOrder order, NightlyTags tags) {
        for (HostedRelease there : host.published()) {
            if (tags.isDatedOf(there.tag(), order.commit()) && isTaggedAt(there.tag(), order.commit())) {
                return dated(order, there.tag(), Optional.of(there), isThere(order.wheels(), host.assets(there)));
            }
        }
        for (int day = 0; day <= 1; day++) {
            String begun = tags.dated(timing.now().minus(Duration.ofDays(day)), order.commit(), 1);
            if (host.find(begun).stream().anyMatch(HostedRelease::isOurDraft)) {
                return dated(order, begun, Optional.empty(), false);
            }
        }
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            String tag = tags.dated(timing.now(), order.commit(), attempt);
            if (!isTaken(tag, order.commit())) {
                return dated(order, tag, Optional.empty(), false);
            }
            progress.on(new ProgressListener.Notice("the tag name " + tag + " is used up; taking the next", false));
        }
        throw unusable(
                "all tag names " + tags.dated(timing.now(), order.commit(), 1) + "-N are used up",
                "Publish another commit, or tomorrow.");
    }

    /** Commits may have the same short hash. */
    private boolean isTaggedAt(String tag, String commit) {
        return nightlies.taggedCommit(tag).equals(Optional.of(commit));
    }

    private boolean isTaken(String tag, String commit) {
        boolean elsewhere = nightlies
                .taggedCommit(tag)
                .filter(there -> !there.equals(commit))
                .isPresent();
        return elsewhere || nightlies.isUsedUp(tag);
    }

    private static NightlyPlace dated(
            NightlyOrder order, String tag, Optional<HostedRelease> published, boolean isThere) {
        return new NightlyPlace(
                ReleaseTag.ofNightly(tag, order.version()),
                NightlyKind.DATED,
                order.commit(),
                false,
                published,
                isThere);
    }

    /**
     * Publishes it: the tag is made first if there is none, and moved last.
     *
     * @param publication publishes the request, and may do more
     */
    public PublishReport publish(NightlyPlace place, PublishRequest request, Supplier<PublishReport> publication) {
        String tag = place.tag().toString();
        boolean isTagged = nightlies.taggedCommit(tag).isPresent();
        if (!isTagged) {
            nightlies.pointTag(tag, place.commit());
        }
        PublishReport report = publication.get();
        // A newer nightly may have been published while this one was uploaded.
        if (place.movesTag()
                && !hasNewer(
                        host.assets(report.release().orElseThrow()), place.tag().pep440())) {
            nightlies.pointTag(tag, place.commit());
            HostedRelease release = report.release().orElseThrow();
            if (!release.name().equals(request.title()) || !release.notes().equals(request.notes())) {
                nightlies.describe(release, request.title(), request.notes());
            }
        }
        return report;
    }

    /** Finishes a nightly whose wheels are there already: an earlier run may have ended before it moved the tag. */
    public void finish(NightlyPlace place) {
        String tag = place.tag().toString();
        if (place.movesTag() && !nightlies.taggedCommit(tag).equals(Optional.of(place.commit()))) {
            nightlies.pointTag(tag, place.commit());
        }
    }

    /** What the release of a nightly says where nothing else is told: its age, version and commit. */
    public String notes(NightlyPlace place) {
        return "Nightly build of " + MINUTE.format(timing.now()) + " UTC from " + place.commit() + ", version "
                + place.tag().pep440() + ".\n\n"
                + (place.kind() == NightlyKind.MOVING
                        ? "This pre-release has the newest wheel of each flavour and platform; older ones are deleted."
                        : "This pre-release is deleted some time after newer ones are there.");
    }

    /** The title where nothing else is told. */
    public String title(NightlyPlace place) {
        return "Nightly " + MINUTE.format(timing.now()).substring(0, 10) + " ("
                + place.tag().pep440() + ")";
    }

    private static EngineException unusable(String what, String remedy) {
        return new EngineException(EngineException.Kind.INPUT, what, remedy);
    }
}
