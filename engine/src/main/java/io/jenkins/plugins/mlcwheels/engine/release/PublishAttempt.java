package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run of {@link ReleasePublisher} that changes something: from the draft to the published release. */
final class PublishAttempt {

    /** How long a new or published release may take to appear in all answers, in growing steps. */
    private static final List<Duration> SETTLING = List.of(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(8),
            Duration.ofSeconds(8));

    private final ReleasePublisher publisher;
    private final ReleaseHost host;
    private final PublishRequest request;
    private final String tag;
    private Optional<NewRelease> described = Optional.empty();

    PublishAttempt(ReleasePublisher publisher, PublishRequest request) {
        this.publisher = publisher;
        this.host = publisher.host();
        this.request = request;
        this.tag = request.tag().toString();
    }

    PublishReport run(ReleasePlan plan) throws InterruptedException {
        try {
            HostedRelease release = plan.release().isPresent() ? plan.release().get() : create();
            return joined(release, plan);
        } catch (ReleaseExistsException e) {
            return compareWithPublished(e);
        }
    }

    private PublishReport joined(HostedRelease release, ReleasePlan plan) throws InterruptedException {
        try {
            return withLease(release, plan);
        } catch (ReleaseGoneException e) {
            boolean rival =
                    host.find(tag).stream().anyMatch(other -> !other.id().equals(release.id()) && !isOwn(other));
            if (rival) {
                throw new ReleaseBusyException(tag, "another publisher deleted this one's draft");
            }
            throw e;
        }
    }

    /** A run before this one may have published it, in the moment before the list tells of it. */
    private PublishReport compareWithPublished(ReleaseExistsException refusal) throws InterruptedException {
        for (Duration wait : SETTLING) {
            Optional<HostedRelease> there =
                    host.find(tag).stream().filter(release -> !release.draft()).findFirst();
            if (there.isPresent()) {
                ReleasePlan now = publisher.compare(request, there);
                if (now.isNothing()) {
                    publisher.notice(tag + " is published already, with just these files");
                    return publisher.report(now, there.get());
                }
                throw new ReleaseBusyException(tag, "its published release has other files");
            }
            publisher.timing().sleep(wait);
        }
        throw refusal;
    }

    /** Creates a draft, and chooses again, since another publisher may have created one in the same moment. */
    private HostedRelease create() throws InterruptedException {
        publisher.notice("creating a draft of " + tag + " on " + host.describe());
        PublishMark mark = new PublishMark(request.publisher(), ReleaseSet.id(request), false);
        HostedRelease created = host.createDraft(describe(), mark);
        List<HostedRelease> found = host.find(tag);
        for (Duration wait : SETTLING) {
            if (has(found, created)) {
                break;
            }
            publisher.timing().sleep(wait);
            found = host.find(tag);
        }
        List<HostedRelease> all = new ArrayList<>(found);
        if (!has(found, created)) {
            all.add(created);
        }
        return DraftChoice.of(tag, all).chosen().orElse(created);
    }

    private static boolean has(List<HostedRelease> found, HostedRelease release) {
        return found.stream().anyMatch(there -> there.id().equals(release.id()));
    }

    /** A draft that another publisher was just about to publish is left alone for a while; then that one is dead. */
    private HostedRelease awaitEndOf(HostedRelease release) throws InterruptedException {
        HostedRelease there = release;
        for (int i = 0; i < SETTLING.size() && isBeingPublished(there); i++) {
            publisher.timing().sleep(SETTLING.get(i));
            there = host.read(there);
        }
        return there;
    }

    private boolean isBeingPublished(HostedRelease release) {
        return release.isBeingPublishedByOtherThan(request.publisher());
    }

    /**
     * On some hosts a publisher gives its lease back before it publishes, since an immutable release would keep the lock
     * for ever. Whoever takes the lease in that moment gives it back as well, and waits.
     */
    private PublishReport withLease(HostedRelease chosen, ReleasePlan plan) throws InterruptedException {
        HostedRelease seen = chosen;
        while (true) {
            seen = awaitEndOf(seen);
            if (chosen.draft() && !seen.draft()) {
                return fasterOne(seen);
            }
            Optional<ReleaseLease> taken = takeLease(seen);
            if (taken.isEmpty()) {
                seen = host.read(seen);
                continue;
            }
            try (ReleaseLease lease = taken.get()) {
                HostedRelease release = host.read(seen);
                if (!isBeingPublished(release) || release.mark().equals(seen.mark())) {
                    return chosen.draft() && !release.draft() ? fasterOne(release) : underLease(release, lease, plan);
                }
                seen = release;
            }
        }
    }

    private PublishReport underLease(HostedRelease found, ReleaseLease lease, ReleasePlan plan)
            throws InterruptedException {
        dropSurplus(found);
        ReleasePlan now = publisher.compare(request, Optional.of(found));
        if (!now.problems().isEmpty()) {
            throw new PublishRefusedException(tag, now.problems());
        }
        HostedRelease release = ownMark(found);
        AssetTransfer transfer = new AssetTransfer(host, release, lease, publisher.timing(), publisher.progress());
        transfer.sendAll(now, Math.min(request.parallel(), host.capabilities().parallel()));
        verify(release);
        return release.draft() && !request.draftOnly()
                ? finish(release, lease, plan)
                : publisher.report(plan, host.read(release));
    }

    /** Empty if it has to be looked again who publishes it. */
    private Optional<ReleaseLease> takeLease(HostedRelease chosen) {
        try {
            return Optional.of(LeasedHost.take(host, chosen, request.publisher()));
        } catch (ReleaseBeingPublishedException e) {
            return Optional.empty();
        } catch (ReleaseBusyException e) {
            dropOwnUnheld(chosen);
            throw e;
        }
    }

    /** The draft that lost an election is of no use to anybody. */
    private void dropOwnUnheld(HostedRelease winner) {
        for (HostedRelease draft : host.find(tag)) {
            if (!draft.id().equals(winner.id()) && isOwn(draft) && !draft.held()) {
                host.deleteDraft(draft);
            }
        }
    }

    private boolean isOwn(HostedRelease draft) {
        return draft.isOurDraft()
                && draft.mark()
                        .filter(mark -> mark.publisher().equals(request.publisher()))
                        .isPresent();
    }

    private PublishReport fasterOne(HostedRelease published) {
        ReleasePlan now = publisher.compare(request, Optional.of(published));
        if (now.isNothing()) {
            publisher.notice("another publisher of " + tag + " was faster, with just these files");
            return publisher.report(now, published);
        }
        throw new ReleaseBusyException(tag, "it was published with other files in this very moment");
    }

    /**
     * Joins drafts of our own making: the others are deleted, unless a living publisher holds an older one or is just
     * publishing one.
     *
     * @return the releases of the tag, as they were found
     */
    private List<HostedRelease> dropSurplus(HostedRelease release) throws InterruptedException {
        List<HostedRelease> found = new ArrayList<>();
        for (HostedRelease listed : host.find(tag)) {
            boolean other = !listed.id().equals(release.id());
            Optional<HostedRelease> there = other ? awaitRival(listed) : Optional.of(listed);
            there.ifPresent(found::add);
            if (other && there.filter(HostedRelease::isOurDraft).isPresent()) {
                drop(there.get(), release);
            }
        }
        return found;
    }

    private Optional<HostedRelease> awaitRival(HostedRelease rival) throws InterruptedException {
        try {
            return Optional.of(awaitEndOf(rival));
        } catch (ReleaseGoneException e) {
            return Optional.empty();
        }
    }

    private void drop(HostedRelease surplus, HostedRelease release) {
        if (release.draft() && surplus.held() && DraftChoice.older(surplus, release) < 0) {
            yieldIfAlive(release, surplus);
        }
        publisher.notice("deleting a second draft of " + tag);
        host.deleteDraft(surplus);
    }

    private void yieldIfAlive(HostedRelease release, HostedRelease rival) {
        try {
            LeasedHost.take(host, rival, request.publisher()).close();
        } catch (ReleaseBusyException e) {
            if (release.isOurDraft()) {
                host.deleteDraft(release);
            }
            throw e;
        }
    }

    /** Makes a draft of ours known as that of this attempt. */
    private HostedRelease ownMark(HostedRelease release) {
        if (!release.isOurDraft()) {
            return release;
        }
        PublishMark mark = new PublishMark(request.publisher(), ReleaseSet.id(request), false);
        return release.mark().equals(Optional.of(mark)) ? release : LeasedHost.mark(host, release, mark);
    }

    /** Waits for assets that are not listed yet. */
    private void verify(HostedRelease release) throws InterruptedException {
        ReleasePlan left = publisher.compare(request, Optional.of(release));
        for (Duration wait : SETTLING) {
            if (wrong(left).stream().noneMatch(step -> step.action() == PlanStep.Action.UPLOAD)) {
                break;
            }
            publisher.timing().sleep(wait);
            left = publisher.compare(request, Optional.of(release));
        }
        List<PlanStep> wrong = wrong(left);
        if (!wrong.isEmpty() || !left.problems().isEmpty()) {
            throw new EngineException(
                    EngineException.Kind.REMOTE,
                    "the assets of " + tag + " changed while they were uploaded: "
                            + (wrong.isEmpty() ? left.problems().get(0).what() : wrong.get(0)),
                    "See who else writes to this release; then publish again.");
        }
    }

    private static List<PlanStep> wrong(ReleasePlan left) {
        return left.steps().stream()
                .filter(PlanStep::changes)
                .filter(step -> step.action() != PlanStep.Action.PUBLISH)
                .toList();
    }

    private PublishReport finish(HostedRelease release, ReleaseLease lease, ReleasePlan plan)
            throws InterruptedException {
        List<HostedRelease> found = dropSurplus(release);
        if (found.stream().anyMatch(there -> !there.draft() && !there.id().equals(release.id()))) {
            if (release.isOurDraft()) {
                host.deleteDraft(release);
            }
            throw new ReleaseExistsException(tag);
        }
        NewRelease description = describe(release);
        boolean latest = isLatest();
        refuseMovedTag();
        lease.check();
        HostedRelease last = release.mark().isPresent()
                ? LeasedHost.mark(host, release, release.mark().get().asPublishing())
                : release;
        lease.beforePublication();
        publisher.notice("publishing " + tag);
        HostedRelease published = publishOrDrop(last, description, latest);
        try {
            awaitVisible(published);
            return publisher.report(plan, host.read(published));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ReleaseUnseenException.published(tag, new PublishCancelledException(tag, e));
        } catch (EngineException e) {
            throw ReleaseUnseenException.published(tag, e);
        }
    }

    /** Uploading may have taken hours. */
    private void refuseMovedTag() {
        List<ReleaseProblem> problems = ReleaseChecks.tag(request, host);
        if (!problems.isEmpty()) {
            throw new PublishRefusedException(tag, problems);
        }
    }

    /** A draft that can never be published is not left lying about. */
    private HostedRelease publishOrDrop(HostedRelease draft, NewRelease description, boolean latest) {
        try {
            return host.publish(draft, description, latest);
        } catch (PublishRefusedException | ReleaseBusyException e) {
            if (draft.isOurDraft()) {
                host.deleteDraft(draft);
            }
            throw e;
        } catch (EngineException e) {
            return publishedAllTheSame(draft, e);
        }
    }

    /** A request that failed may have had its effect. */
    private HostedRelease publishedAllTheSame(HostedRelease draft, EngineException failure) {
        HostedRelease now;
        try {
            now = host.read(draft);
        } catch (ReleaseGoneException e) {
            throw e;
        } catch (EngineException e) {
            throw ReleaseUnseenException.unknown(tag, failure);
        }
        if (now.draft()) {
            throw failure;
        }
        return now;
    }

    private void awaitVisible(HostedRelease published) throws InterruptedException {
        for (Duration wait : SETTLING) {
            boolean visible = dropSurplus(published).stream()
                    .anyMatch(there -> there.id().equals(published.id()) && !there.draft());
            if (visible) {
                return;
            }
            publisher.timing().sleep(wait);
        }
    }

    private boolean isLatest() {
        return request.latest()
                .orElseGet(() -> !request.prerelease()
                        && host.published().stream()
                                .filter(release -> !release.prerelease())
                                .map(release -> parse(release.tag()))
                                .flatMap(Optional::stream)
                                .noneMatch(other -> !other.isPrerelease() && other.compareTo(request.tag()) > 0));
    }

    private Optional<ReleaseTag> parse(String tag) {
        try {
            return Optional.of(request.tag().pattern().parse(tag));
        } catch (InvalidReleaseTagException e) {
            return Optional.empty();
        }
    }

    /** What the release is to say; an adopted draft keeps what a person wrote unless notes were asked for. */
    private NewRelease describe(HostedRelease release) {
        if (release.mark().isPresent() || request.hasNotes()) {
            return describe();
        }
        String title = release.name().isEmpty() ? request.title() : release.name();
        return new NewRelease(tag, title, release.notes(), request.prerelease(), request.discussion());
    }

    private NewRelease describe() {
        if (described.isEmpty()) {
            described = Optional.of(
                    new NewRelease(tag, request.title(), notes(), request.prerelease(), request.discussion()));
        }
        return described.get();
    }

    private String generatedNotes() {
        return host.part(NotesSource.class)
                .map(source -> source.generatedNotes(tag).strip())
                .orElse("");
    }

    private String notes() {
        String generated = request.generateNotes() ? generatedNotes() : "";
        String joined = generated.isEmpty()
                ? request.notes()
                : request.notes().isEmpty() ? generated : request.notes().stripTrailing() + "\n\n" + generated;
        int longest = host.capabilities().longestNotes() - PublishMark.room();
        if (joined.length() <= longest) {
            return joined;
        }
        String end = "\n\n(shortened)";
        int cut = joined.lastIndexOf('\n', longest - end.length());
        return cut < request.notes().length() ? request.notes() : joined.substring(0, cut) + end;
    }
}
