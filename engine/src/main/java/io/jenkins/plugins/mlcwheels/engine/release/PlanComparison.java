package io.jenkins.plugins.mlcwheels.engine.release;

import static io.jenkins.plugins.mlcwheels.engine.release.ReleasePlan.REPLACED;
import static io.jenkins.plugins.mlcwheels.engine.release.ReleasePlan.STAGED;

import io.jenkins.plugins.mlcwheels.engine.manifest.BundleName;
import io.jenkins.plugins.mlcwheels.engine.manifest.Checksums;
import io.jenkins.plugins.mlcwheels.engine.release.PlanStep.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what a release shall have with what it has; see {@link ReleasePlan#of}. */
final class PlanComparison {

    private final PublishRequest request;
    private final Optional<HostedRelease> release;
    private final Map<String, HostedAsset> hosted = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<PlanStep> steps = new ArrayList<>();
    private final List<ReleaseProblem> problems = new ArrayList<>();

    PlanComparison(PublishRequest request, Optional<HostedRelease> release, List<HostedAsset> hosted) {
        this.request = request;
        this.release = release;
        hosted.forEach(asset -> this.hosted.put(asset.name(), asset));
    }

    /** Assets that are there, are none of ours, and stay. */
    static List<HostedAsset> kept(
            PublishRequest request, Optional<HostedRelease> release, List<HostedAsset> hosted, List<String> wanted) {
        return hosted.stream()
                .filter(asset -> asset.complete() && !wanted.contains(asset.name()))
                .filter(asset -> !ReleaseSet.DERIVED.contains(asset.name()))
                .filter(asset -> !isLeftover(asset.name()) && !ReleaseSet.isSumsSignature(asset.name()))
                .filter(asset -> !dropsUnknown(request, release))
                .toList();
    }

    ReleasePlan plan(ReleaseSet wanted, HostCapabilities capabilities) {
        String tag = request.tag().toString();
        if (release.isEmpty()) {
            steps.add(PlanStep.create(tag));
        }
        wanted.given().forEach(this::compare);
        if (!isPublished()
                || request.amend()
                || problems.isEmpty() && steps.stream().anyMatch(PlanStep::changes)) {
            wanted.derived().forEach(this::compare);
        }
        refuseStaleBundles();
        hosted.values().stream().filter(asset -> !seen.contains(asset.name())).forEach(this::unknown);
        if (!isPublished() && !request.draftOnly()) {
            steps.add(PlanStep.publish(tag));
        }
        refuseToTouchPublished();
        refuseTooMany(capabilities.mostAssets());
        steps.sort(Comparator.comparing(PlanStep::action));
        return new ReleasePlan(tag, release, steps, problems);
    }

    private void compare(ReleaseAsset asset) {
        Optional<HostedAsset> present = take(asset.name());
        Optional<HostedAsset> staged = take(asset.name() + STAGED);
        Optional<HostedAsset> replaced = take(asset.name() + REPLACED);
        if (present.filter(there -> there.holds(asset)).isPresent()) {
            steps.add(PlanStep.skip(asset, present.get()));
            staged.ifPresent(this::leftover);
        } else if (present.isEmpty()) {
            upload(asset, staged);
        } else {
            replace(asset, present.get(), staged);
        }
        replaced.ifPresent(this::leftover);
    }

    private void upload(ReleaseAsset asset, Optional<HostedAsset> staged) {
        PlanStep step = new PlanStep(
                Action.UPLOAD, asset.name(), "not there yet", Optional.of(asset), Optional.empty(), staged);
        steps.add(
                step.isStaged()
                        ? new PlanStep(
                                Action.UPLOAD,
                                asset.name(),
                                "there as " + asset.name() + STAGED + ", only to be renamed",
                                Optional.of(asset),
                                Optional.empty(),
                                staged)
                        : step);
    }

    private void replace(ReleaseAsset asset, HostedAsset present, Optional<HostedAsset> staged) {
        String why;
        if (!present.complete()) {
            why = "an upload broke off";
        } else if (ReleaseSet.DERIVED.contains(asset.name()) || ReleaseSet.isSumsSignature(asset.name())) {
            why = "made again from the other assets";
        } else if (isSameAttempt()) {
            why = "an upload of this set went wrong";
        } else if (request.clobber()) {
            why = "other bytes are there";
        } else {
            refuseOtherBytes(asset, present);
            return;
        }
        steps.add(new PlanStep(Action.REPLACE, asset.name(), why, Optional.of(asset), Optional.of(present), staged));
    }

    private void refuseOtherBytes(ReleaseAsset asset, HostedAsset present) {
        problems.add(new ReleaseProblem(
                "'" + asset.name() + "' is there with other bytes (" + describe(present.size(), present.sha256())
                        + ", not " + describe(asset.size(), Optional.of(asset.sha256())) + ")",
                isPublished()
                        ? "Publish a new version; --amend --clobber would replace what people may have by now."
                        : "Publish a new version, or replace it with --clobber."));
    }

    private static String describe(long size, Optional<String> sha256) {
        return size + " bytes, sha256 "
                + sha256.map(digest -> digest.substring(0, 12) + "...").orElse("unknown");
    }

    /** A statement about a file stays with it only as long as it has these bytes. */
    private void refuseStaleBundles() {
        Set<String> replaced = steps.stream()
                .filter(step -> step.action() == Action.REPLACE)
                .map(PlanStep::name)
                .collect(Collectors.toSet());
        hosted.keySet().stream()
                .filter(name -> !seen.contains(name) && !dropsUnknown(request, release))
                .filter(name -> BundleName.parse(name)
                        .flatMap(BundleName::file)
                        .filter(replaced::contains)
                        .isPresent())
                .forEach(name -> problems.add(new ReleaseProblem(
                        "'" + name + "' is a signed statement about a file that would be replaced",
                        "Sign the new file (--sign-key), or delete the statement from the release.")));
    }

    private boolean changesSums() {
        return steps.stream().anyMatch(step -> step.changes() && step.name().equals(Checksums.FILE_NAME));
    }

    private void unknown(HostedAsset asset) {
        if (isLeftover(asset.name())) {
            leftover(asset);
        } else if (ReleaseSet.isSumsSignature(asset.name())) {
            if (changesSums()) {
                steps.add(PlanStep.delete(asset, "a signature of other checksums"));
            }
        } else if (dropsUnknown(request, release) && !ReleaseSet.DERIVED.contains(asset.name())) {
            steps.add(PlanStep.delete(asset, "not part of this release"));
        }
    }

    private void leftover(HostedAsset asset) {
        steps.add(PlanStep.delete(asset, "left behind by a replacement"));
    }

    private void refuseToTouchPublished() {
        if (!isPublished() || steps.stream().noneMatch(PlanStep::changes)) {
            return;
        }
        if (release.orElseThrow().immutable()) {
            problems.add(new ReleaseProblem(
                    request.tag() + " is published and immutable, and not with these files",
                    "Publish under a new tag: nobody can change this release any more."));
        } else if (!request.amend()) {
            problems.add(new ReleaseProblem(
                    request.tag() + " is published already, and not with these files",
                    "Publish under a new tag, or add to this release with --amend."));
        }
    }

    private void refuseTooMany(int most) {
        long needed = namesAfterwards().size() + replacedAtOnce();
        if (needed > most && steps.stream().anyMatch(PlanStep::sends)) {
            problems.add(new ReleaseProblem(
                    request.tag() + " would have " + needed + " files; " + most + " fit",
                    "Publish fewer: leave out attachments, or pack those together that belong together."));
        }
    }

    private Set<String> namesAfterwards() {
        Set<String> names = new HashSet<>(hosted.keySet());
        for (PlanStep step : steps) {
            step.staged().ifPresent(staged -> names.remove(staged.name()));
            if (step.action() == Action.DELETE) {
                names.remove(step.name());
            } else if (step.asset().isPresent()) {
                names.add(step.name());
            }
        }
        return names;
    }

    /** What replaces a published file is there beside it until it is verified. */
    private long replacedAtOnce() {
        long replaced =
                steps.stream().filter(step -> step.action() == Action.REPLACE).count();
        return isPublished() ? Math.min(replaced, request.parallel()) : 0;
    }

    private boolean isPublished() {
        return release.filter(there -> !there.draft()).isPresent();
    }

    /** Whether an earlier attempt to publish just these bytes made the draft. */
    private boolean isSameAttempt() {
        return release.filter(HostedRelease::isOurDraft)
                .flatMap(HostedRelease::mark)
                .filter(mark -> mark.set().equals(ReleaseSet.id(request)))
                .isPresent();
    }

    private static boolean dropsUnknown(PublishRequest request, Optional<HostedRelease> release) {
        return !request.amend() && release.filter(HostedRelease::isOurDraft).isPresent();
    }

    private static boolean isLeftover(String name) {
        return name.endsWith(STAGED) || name.endsWith(REPLACED);
    }

    private Optional<HostedAsset> take(String name) {
        seen.add(name);
        return Optional.ofNullable(hosted.get(name));
    }
}
