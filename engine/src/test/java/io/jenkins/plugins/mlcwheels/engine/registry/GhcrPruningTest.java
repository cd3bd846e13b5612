package io.jenkins.plugins.mlcwheels.engine.registry;

import static io.jenkins.plugins.mlcwheels.engine.http.Reasons.because;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException.Reason;
import io.jenkins.plugins.mlcwheels.engine.registry.LoopbackGhcr.Fault;
import io.jenkins.plugins.mlcwheels.engine.registry.LoopbackGhcr.Request;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionDecision;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPlan;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pruning over the wire, with all that goes wrong there. */
class GhcrPruningTest {

    private static final Predicate<Request> DELETION =
            request -> request.method().equals("DELETE");

    private final VirtualTiming timing = new VirtualTiming();
    private LoopbackGhcr ghcr;
    private ImageModel model;

    @BeforeEach
    void start() throws IOException {
        ghcr = LoopbackGhcr.start();
        model = ghcr.model();
    }

    @AfterEach
    void stop() {
        ghcr.close();
        assertThat(ghcr.violations()).isEmpty();
        assertThat(ghcr.requests())
                .filteredOn(request -> !request.host().equals("api"))
                .noneMatch(request -> request.authorization().contains("Bearer token"));
    }

    private ImagePruner pruner(int keep, Duration deadline, String... globs) {
        ImageRepository repository = ImageRepository.parse(ghcr.repository(), Optional.of(ghcr.apiAddress()));
        HttpOptions options = HttpOptions.of(() -> "token").withDeadline(deadline);
        GhcrCatalog catalog = new GhcrCatalog(repository, options, timing, ProgressListener.SILENT);
        return new ImagePruner(catalog, policy(keep, globs), timing, ProgressListener.SILENT);
    }

    private static RetentionPolicy policy(int keep, String... globs) {
        return RetentionPolicy.newest(
                keep, Stream.concat(Stream.of("latest"), Stream.of(globs)).toArray(String[]::new));
    }

    private RetentionReport pruneProtecting(String... globs) {
        ImagePruner pruner = pruner(1, Duration.ofHours(6), globs);
        return pruner.apply(pruner.plan());
    }

    private ImagePruner pruner(int keep) {
        return pruner(keep, Duration.ofHours(6));
    }

    private RetentionReport prune(int keep) {
        ImagePruner pruner = pruner(keep);
        return pruner.apply(pruner.plan());
    }

    private List<String> pushMany(int count) {
        List<String> digests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            digests.add(model.image("c" + i));
        }
        return digests;
    }

    private Predicate<Request> deletionOf(String digest) {
        return DELETION.and(
                request -> request.path().endsWith("/" + model.byDigest(digest).orElseThrow().id));
    }

    @Test
    void shouldKeepNewestVersionsWithAllTheyNeedOverManyPages() {
        ghcr.limitPages(2);
        String shared = model.image();
        String own = model.dockerImage();
        String nested = model.index(List.of(shared));
        String kept = model.index(List.of(nested, own), "v3");
        String signature = model.image(ImageModel.tagFor(kept, ".sig"));
        String attestation = model.attachment(own);
        String list = model.index(List.of(attestation), ImageModel.tagFor(own, ""));
        String oldChild = model.image();
        String old = model.dockerList(List.of(shared, oldChild), "v2");
        String oldSignature = model.image(ImageModel.tagFor(old, ".sig"));
        String foreign = model.image(ImageModel.tagFor("sha256:" + "9".repeat(64), ".att"));
        String orphan = model.attachment("sha256:" + "8".repeat(64));
        String latest = model.image("latest");

        RetentionReport report = prune(1);

        assertThat(model.digests())
                .containsExactlyInAnyOrder(shared, own, nested, kept, signature, attestation, list, latest, foreign);
        assertThat(report.isComplete()).isTrue();
        assertThat(report.deleted())
                .extracting(item -> item.id())
                .containsExactlyInAnyOrder(oldSignature, old, oldChild, orphan);
        assertThat(prune(1).deleted()).isEmpty();
    }

    @Test
    void shouldFindAttachmentsThroughReferrersAndOnlyAskWhereThereAreAny() {
        String image = model.image("v1");
        String attachment = model.attachment(image);
        ghcr.withReferrers();
        assertThat(pruner(1).plan().kept()).extracting(item -> item.id()).contains(image, attachment);
        assertThat(ghcr.requests())
                .filteredOn(r -> r.path().contains("/referrers/"))
                .hasSizeGreaterThan(1);
    }

    @Test
    void shouldAskForReferrersOfOneOnlyWhereThereAreNone() {
        pushMany(4);
        pruner(2).plan();
        assertThat(ghcr.requests())
                .filteredOn(r -> r.path().contains("/referrers/"))
                .hasSize(2)
                .extracting(Request::path)
                .containsOnly(ghcr.requests().stream()
                        .map(Request::path)
                        .filter(path -> path.contains("/referrers/"))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void shouldNotTakeOneWrongAnswerForLackOfReferrers() {
        String image = pushMany(2).get(0);
        String attachment = model.attachment(image);
        ghcr.withReferrers();
        ghcr.fail(r -> r.path().contains("/referrers/"), 1, Fault.status(404, "not found"));
        assertThat(pruner(2).plan().kept()).extracting(item -> item.id()).contains(image, attachment);
        assertThat(ghcr.requests())
                .filteredOn(r -> r.path().contains("/referrers/"))
                .hasSizeGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 502})
    void shouldPruneThoughAnyOneRequestIsAnsweredWrong(int status) throws IOException {
        for (int number = 0; ; number++) {
            ghcr.close();
            ghcr = LoopbackGhcr.start();
            model = ghcr.model();
            pushMany(3);
            int at = number;
            AtomicInteger seen = new AtomicInteger();
            ghcr.fail(r -> seen.getAndIncrement() == at, 1, Fault.status(status, "for a moment"));
            assertThat(prune(1).isComplete()).isTrue();
            assertThat(model.digests()).hasSize(1);
            if (seen.get() <= number) {
                assertThat(number).isGreaterThan(8);
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.github.com", "ghes-3.17"})
    void shouldAskAsGitHubDescribesIt(String description) throws IOException {
        ghcr.close();
        ghcr = LoopbackGhcr.start(description);
        model = ghcr.model();
        pushMany(2);
        prune(1);
        ghcr.ownedByUser();
        pushMany(2);
        prune(1);
        assertThat(ghcr.operations()).isEqualTo(ghcr.describedOperations());
    }

    @Test
    void shouldPrunePackagesOfUsersToo() {
        ghcr.ownedByUser();
        pushMany(3);
        assertThat(prune(1).deleted()).hasSize(2);
    }

    @Test
    void shouldDeleteNothingWhenOneManifestCanNotBeRead() {
        List<String> digests = pushMany(5);
        String broken = digests.get(3);
        ghcr.fail(r -> r.path().endsWith(broken), 3, Fault.status(404, "manifest unknown"));
        assertThatThrownBy(() -> prune(1))
                .isInstanceOf(UnreadableManifestException.class)
                .hasMessageContaining(broken)
                .hasMessageContaining("manifest unknown");
        ghcr.fail(r -> r.path().endsWith(broken), 1, new Fault(200, Map.of(), "{\"schemaVersion\": 2}"));
        assertThatThrownBy(() -> prune(1)).hasMessageContaining("does not match its digest");
        ghcr.fail(r -> r.path().endsWith(broken), 99, Fault.status(500, "oops"));
        assertThatThrownBy(() -> prune(1)).is(because(Reason.UNREACHABLE));
        assertThat(model.digests()).hasSize(5);
        assertThat(ghcr.requests()).noneMatch(DELETION);
    }

    @Test
    void shouldGoOnWhenWhatCanNotBeReadIsProtected() {
        List<String> digests = pushMany(5);
        String untagged = model.image();
        String lost = digests.get(3);
        ghcr.fail(r -> r.path().endsWith("/manifests/" + lost), 99, Fault.status(404, "manifest unknown"));
        assertThatThrownBy(() -> prune(1))
                .hasMessageContaining(lost + " (c3) can't be read")
                .extracting("suggestion")
                .asString()
                .contains("--protect 'c3'");
        RetentionReport report = pruneProtecting("c3");
        assertThat(report.isComplete()).isTrue();
        assertThat(model.digests()).containsExactlyInAnyOrder(digests.get(0), lost, untagged);
    }

    @Test
    void shouldGoOnWhenTheDigestOrWhatNeedsItIsProtected() {
        String lost = model.image();
        String list = model.index(List.of(lost), "v1");
        String subject = model.image("v2");
        String signature = model.image(ImageModel.tagFor(subject, ".sig"));
        model.image("v3");
        ghcr.fail(r -> r.path().endsWith("/manifests/" + lost), 99, Fault.status(404, "manifest unknown"));
        assertThatThrownBy(() -> prune(1)).isInstanceOf(UnreadableManifestException.class);
        assertThat(pruner(1, Duration.ofHours(6), lost).plan().kept())
                .extracting(item -> item.id())
                .contains(lost);
        assertThat(pruner(1, Duration.ofHours(6), "v1").plan().kept())
                .extracting(item -> item.id())
                .contains(lost, list);
        ghcr.fail(r -> r.path().endsWith("/manifests/" + signature), 99, Fault.status(404, "manifest unknown"));
        assertThatThrownBy(() -> pruneProtecting(lost)).hasMessageContaining(signature);
        assertThat(pruner(1, Duration.ofHours(6), lost, "v2").plan().kept())
                .extracting(item -> item.id())
                .contains(lost, signature, subject);
    }

    @Test
    void shouldNotStopForWhatGitHubRefusesToDelete() {
        List<String> digests = pushMany(9);
        Fault refusal = Fault.status(
                400,
                "Publicly visible package versions with more than 5000 downloads cannot be"
                        + " deleted. Contact GitHub support for further assistance.");
        List<String> stuck = digests.subList(5, 9);
        stuck.forEach(digest -> ghcr.fail(deletionOf(digest), 99, refusal));
        RetentionReport report = prune(1);
        assertThat(report.refused()).containsOnlyKeys(stuck);
        assertThat(report.deleted()).hasSize(4);
        assertThat(report.isRefusedOnly()).isTrue();
        assertThat(pruneProtecting("c5", "c6", "c7", "c8").isComplete()).isTrue();
    }

    @Test
    void shouldDeleteNothingWhenListIsNotOfItsForm() {
        pushMany(3);
        String page =
                "[{\"id\": 1, \"name\": \"sha256:" + "a".repeat(64) + "\", \"created_at\": \"2025-01-01T00:00:00Z\"}]";
        for (String body : List.of("{}", "[{}]", page, page + "x", "null")) {
            ghcr.fail(r -> r.path().contains("per_page"), 1, new Fault(200, Map.of(), body));
            assertThatThrownBy(() -> prune(1)).as(body).is(because(Reason.UNEXPECTED_ANSWER));
        }
        assertThat(ghcr.requests()).noneMatch(DELETION);
    }

    @Test
    void shouldReadAgainWhenSomebodyPushesMeanwhile() {
        pushMany(3);
        List<Integer> pushes = new ArrayList<>();
        ghcr.afterListing(() -> {
            if (pushes.isEmpty()) {
                pushes.add(1);
                model.image("late");
            }
        });
        assertThat(pruner(1).plan().decisions())
                .extracting(RetentionDecision::item)
                .anyMatch(item -> item.tags().contains("late"));
        ghcr.afterListing(() -> model.image("busy" + pushes.size()));
        assertThatThrownBy(() -> pruner(1).plan()).isInstanceOf(ImagesChangedException.class);
    }

    @Test
    void shouldLeaveConsistentSetWhenDeletionFailsInTheMiddle() {
        String kept = model.image("v9");
        String child = model.image();
        String nested = model.index(List.of(child));
        String stuck = model.index(List.of(nested), "v8");
        String signature = model.image(ImageModel.tagFor(stuck, ".sig"));
        String other = model.image("v7");
        ghcr.fail(deletionOf(stuck), 1, Fault.status(400, "more than 5,000 downloads"));

        RetentionReport report = prune(1);

        assertThat(model.digests()).containsExactlyInAnyOrder(kept, child, nested, stuck);
        assertThat(model.isConsistent()).isTrue();
        assertThat(report.deleted()).extracting(item -> item.id()).containsExactlyInAnyOrder(signature, other);
        assertThat(report.isRefusedOnly()).isTrue();
        assertThat(report.refused()).containsOnlyKeys(stuck);
        assertThat(report.refused().get(stuck)).contains("5,000 downloads", "--protect");
        assertThat(report.untried()).containsOnlyKeys(nested, child);
        assertThat(report.toString())
                .contains("refused " + stuck, "left    " + child, "2 deleted, 1 kept, 0 failed, 1 refused");
        assertThat(prune(1).isComplete()).isTrue();
        assertThat(model.digests()).containsExactly(kept);
    }

    @Test
    void shouldStayConsistentWhereverItFails() {
        for (int failing = 0; failing < 6; failing++) {
            String child = model.image();
            String nested = model.index(List.of(child, model.image()));
            model.index(List.of(nested), "a" + failing);
            model.dockerList(List.of(child), "b" + failing);
            model.image("c" + failing);
            int[] countdown = {failing};
            ghcr.fail(DELETION.and(r -> countdown[0]-- == 0), 1, Fault.status(422, "no"));
            RetentionReport report = prune(1);
            assertThat(report.refused()).hasSize(1);
            assertThat(model.isConsistent()).isTrue();
        }
    }

    @Test
    void shouldNotDeleteWhatIsTaggedAfterThePlan() {
        List<String> digests = pushMany(3);
        ImagePruner pruner = pruner(1);
        RetentionPlan plan = pruner.plan();
        model.retag(digests.get(2), "latest");
        RetentionReport report = pruner.apply(plan);
        assertThat(model.digests()).contains(digests.get(2));
        assertThat(report.failed().get(digests.get(2))).contains("changed meanwhile");
    }

    @Test
    void shouldNotDeleteWhatPushAfterThePlanNeeds() {
        String kept = model.image("v9");
        String child = model.image();
        String nested = model.index(List.of(child));
        String signature = model.image(ImageModel.tagFor(nested, ".sig"));
        String old = model.index(List.of(nested), "v8");
        ImagePruner pruner = pruner(1);
        RetentionPlan plan = pruner.plan();
        String pushed = model.index(List.of(nested), "v10");
        RetentionReport report = pruner.apply(plan);
        assertThat(model.digests()).containsExactlyInAnyOrder(kept, child, nested, signature, pushed);
        assertThat(report.deleted()).extracting(item -> item.id()).containsExactly(old);
        assertThat(report.failed()).containsOnlyKeys(signature);
        assertThat(report.failed().get(signature)).contains("changed meanwhile");
        assertThat(report.untried()).containsOnlyKeys(nested, child);
        assertThat(model.isConsistent()).isTrue();
    }

    @Test
    void shouldNotDeleteWhatPushDuringDeletionsNeeds() {
        model.image("v9");
        String child = model.image();
        model.index(List.of(child), "v8");
        pushMany(200);
        int[] seen = {0};
        ghcr.fail(
                DELETION.and(request -> {
                    if (++seen[0] == 100) {
                        model.index(List.of(child), "v10");
                    }
                    return false;
                }),
                1,
                Fault.status(500, "never"));
        assertThat(prune(1).failed()).containsOnlyKeys(child);
        assertThat(model.isConsistent()).isTrue();
    }

    @Test
    void shouldNotDeleteWhatPushOfTheLastMomentNeeds() {
        model.image("v9");
        List<String> old = IntStream.range(0, 10).mapToObj(i -> model.image()).toList();
        int[] seen = {0};
        ghcr.fail(
                DELETION.and(request -> {
                    if (++seen[0] == 1) {
                        String id = request.path().substring(request.path().lastIndexOf('/') + 1);
                        String going = model.byId(Long.parseLong(id)).orElseThrow().digest;
                        model.newIndex(
                                old.stream()
                                        .filter(digest -> !digest.equals(going))
                                        .toList(),
                                "v10");
                    }
                    return false;
                }),
                1,
                Fault.status(500, "never"));
        assertThat(prune(1).deleted()).hasSize(1);
        assertThat(model.isConsistent()).isTrue();
    }

    @Test
    void shouldDeleteNothingWhenListCanNotBeReadAgain() {
        pushMany(10);
        ImagePruner pruner = pruner(1);
        RetentionPlan plan = pruner.plan();
        ghcr.fail(r -> r.path().contains("per_page"), 99, Fault.status(403, "not any more"));
        assertThat(pruner.apply(plan).failed()).hasSize(3);
        assertThat(ghcr.requests()).noneMatch(DELETION);
    }

    @Test
    void shouldReadAllPagesWhereNothingTellsOfTheNext() {
        ghcr.withoutLinks();
        String index = "";
        for (int i = 0; i < 101; i++) {
            index = model.image("c" + i);
        }
        assertThat(pruner(1).plan().decisions())
                .hasSize(101)
                .extracting(decision -> decision.item().id())
                .contains(index);
    }

    @Test
    void shouldDeleteNothingWhenEveryPageIsTheSame() {
        pushMany(3);
        ghcr.limitPages(2);
        String first = ghcr.page(1);
        ghcr.fail(r -> r.path().contains("&page="), 99, new Fault(200, Map.of("Link", "<x>; rel=\"next\""), first));
        assertThatThrownBy(() -> prune(1)).hasMessageContaining("the same entries on every page");
        assertThat(ghcr.requests()).noneMatch(DELETION);
    }

    @Test
    void shouldKeepWhatIsAboutSeveralImagesAndWhatIsAboutNoneHere() {
        String kept = model.image("v2");
        String old = model.image("v1");
        String both = model.image(ImageModel.tagFor(old, ".sig"), ImageModel.tagFor(kept, ".sig"));
        String byContent = model.image(ImageModel.tagFor("sha256:" + "7".repeat(64), ""));
        String named = model.attachment(old, "sbom");
        RetentionPlan plan = pruner(1).plan();
        assertThat(plan.deleted()).extracting(item -> item.id()).containsExactly(old);
        assertThat(plan.toString()).contains(named + " (sbom): it is about another image, and has a tag of its own");
        assertThat(plan.toString())
                .contains(both, "it is about several images", byContent, "the image that its tag names is not here");
    }

    @Test
    void shouldKeepUntaggedPartsOfPushThatIsUnderWay() {
        pushMany(2);
        String part = model.image();
        timing.forgetTasks();
        RetentionPlan plan = RetentionPlan.of(
                ImageInventory.read(new InMemoryImageCatalog(model))
                        .items(
                                ImageModel.NEWEST.minus(Duration.ofHours(102)),
                                ImagePruner.GRACE,
                                RetentionPolicy.newest(1)),
                RetentionPolicy.newest(1),
                ImageModel.NEWEST);
        assertThat(plan.decisions().toString()).contains("keep    " + part + ": it has no tag yet");
    }

    @Test
    void shouldDeleteNoMoreThanAllowedInMinute() {
        pushMany(400);
        Instant before = timing.now();
        prune(1);
        assertThat(model.digests()).hasSize(1);
        assertThat(Duration.between(before, timing.now())).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
    }

    @Test
    void shouldWaitAsRateLimitAsks() {
        pushMany(3);
        // The server's clock is the machine's, and far ahead of the publisher's.
        long reset = Instant.now().getEpochSecond() + 6000;
        ghcr.fail(DELETION, 1, new Fault(429, Map.of("Retry-After", "30"), ""));
        ghcr.fail(
                r -> r.path().contains("per_page"),
                1,
                new Fault(403, Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "" + reset), ""));
        assertThat(prune(1).deleted()).hasSize(2);
        assertThat(timing.slept()).contains(Duration.ofSeconds(30)).anySatisfy(wait -> assertThat(wait)
                .isBetween(Duration.ofSeconds(5400), Duration.ofSeconds(6002)));
    }

    @Test
    void shouldNotWaitLongerThanTheDeadline() {
        pushMany(3);
        ghcr.fail(r -> r.path().contains("per_page"), 1, new Fault(429, Map.of("Retry-After", "7200"), ""));
        assertThatThrownBy(() -> pruner(1, Duration.ofHours(1)).plan()).is(because(Reason.RATE_LIMITED));
    }

    @Test
    void shouldRetryWhatFailsForMoment() {
        pushMany(3);
        ghcr.fail(r -> true, 3, Fault.status(502, "bad gateway"));
        ghcr.fail(DELETION, 2, Fault.status(503, "later"));
        assertThat(prune(1).isComplete()).isTrue();
        assertThat(model.digests()).hasSize(1);
    }

    @Test
    void shouldSayWhichPermissionIsMissing() {
        pushMany(6);
        ghcr.fail(DELETION, 99, Fault.status(403, "You do not have permission"));
        RetentionReport report = prune(1);
        assertThat(report.failed()).hasSize(3);
        assertThat(report.failed().values()).allMatch(reason -> reason.contains("delete:packages"));
        assertThat(report.untried().values()).containsOnly("3 deletions in a row failed");
        ghcr.fail(r -> r.path().contains("per_page"), 1, Fault.status(403, "Resource not accessible"));
        assertThatThrownBy(() -> prune(1))
                .is(because(Reason.NOT_PERMITTED))
                .hasMessageContaining("Resource not accessible")
                .extracting("suggestion")
                .asString()
                .contains("read:packages");
    }

    @Test
    void shouldTellHiddenLackOfPermissionFromAbsence() {
        List<String> digests = pushMany(2);
        ghcr.fail(DELETION, 3, Fault.status(404, "Not Found"));
        assertThat(prune(1).failed().get(digests.get(1))).contains("delete:packages");
    }

    @Test
    void shouldSayThatTokenIsRefusedAndPackageIsMissing() {
        ghcr.fail(r -> true, 3, Fault.status(401, "Bad credentials"));
        assertThatThrownBy(() -> prune(1)).is(because(Reason.TOKEN_REFUSED));
        ghcr.fail(r -> r.path().contains("per_page"), 3, Fault.status(404, "Not Found"));
        assertThatThrownBy(() -> prune(1)).is(because(Reason.NOT_FOUND)).hasMessageContaining("tool/chain");
        pushMany(1);
        ghcr.fail(r -> r.path().startsWith("/token"), 1, Fault.status(403, "denied"));
        assertThatThrownBy(() -> prune(1)).is(because(Reason.NOT_PERMITTED));
    }

    @Test
    void shouldRenewExpiredSession() {
        pushMany(3);
        String challenge = LoopbackGhcr.challenge("http://" + ghcr.repository().split("/")[0] + "/token");
        int[] seen = {0};
        ghcr.fail(
                r -> r.authorization().contains("session") && ++seen[0] == 3,
                1,
                new Fault(401, Map.of("WWW-Authenticate", challenge), ""));
        assertThat(prune(1).deleted()).hasSize(2);
        assertThat(ghcr.requests())
                .filteredOn(r -> r.path().startsWith("/token"))
                .hasSize(2);
    }

    @Test
    void shouldNotShowTokenToStrangers() throws IOException {
        try (LoopbackGhcr stranger = LoopbackGhcr.start()) {
            pushMany(1);
            String elsewhere = "http://" + stranger.repository().split("/")[0];
            ghcr.fail(
                    r -> r.path().contains("/manifests/"),
                    1,
                    new Fault(401, Map.of("WWW-Authenticate", LoopbackGhcr.challenge(elsewhere + "/token")), ""));
            assertThatThrownBy(() -> prune(1)).is(because(Reason.REDIRECTED));
            ghcr.fail(r -> r.host().equals("api"), 1, new Fault(302, Map.of("Location", elsewhere), ""));
            assertThatThrownBy(() -> prune(1)).is(because(Reason.REDIRECTED));
            assertThat(stranger.requests()).isEmpty();
        }
    }

    @Test
    void shouldStopWhenInterrupted() {
        pushMany(300);
        ImagePruner pruner = pruner(1);
        RetentionPlan plan = pruner.plan();
        Thread.currentThread().interrupt();
        RetentionReport report = pruner.apply(plan);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.isComplete()).isFalse();
        assertThat(report.untried().values()).containsOnly("the work was cancelled");
    }
}
