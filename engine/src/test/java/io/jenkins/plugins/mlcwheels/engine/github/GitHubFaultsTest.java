package io.jenkins.plugins.mlcwheels.engine.github;

import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.CPU;
import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.TAG;
import static io.jenkins.plugins.mlcwheels.engine.http.Reasons.because;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub.Request;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException.Reason;
import io.jenkins.plugins.mlcwheels.engine.release.AssetCorruptException;
import io.jenkins.plugins.mlcwheels.engine.release.CrashingHost;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRefusedException;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong between a publisher and GitHub, and what becomes of it. */
class GitHubFaultsTest {

    private static final Predicate<Request> ANY = request -> true;
    private static final Predicate<Request> CREATE =
            request -> request.method().equals("POST") && request.path().endsWith("/releases");
    private static final Predicate<Request> DOWNLOAD =
            request -> request.method().equals("GET") && request.path().matches(".*/releases/assets/[0-9]+");
    private static final Predicate<Request> PUBLISH =
            request -> request.method().equals("PATCH") && request.path().matches(".*/releases/[0-9]+");

    private GitHubScene scene;

    @BeforeEach
    void start() throws IOException {
        scene = new GitHubScene();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void shouldTryAgainAfterServerErrors(int status) {
        scene.github.fail(ANY, 3, GitHubFault.status(status));
        scene.github.fail(Request::isAssetUpload, 2, GitHubFault.status(status));
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.notices).anyMatch(notice -> notice.contains("answered " + status));
    }

    @Test
    void shouldGiveUpAfterTooManyServerErrorsAndGoOnLater() {
        scene.github.fail(Request::isAssetUpload, 1000, GitHubFault.status(502));
        assertThatThrownBy(scene::publish).isInstanceOfSatisfying(RemoteException.class, e -> {
            assertThat(e.kind()).isEqualTo(EngineException.Kind.REMOTE);
            assertThat(e).hasMessageContaining(CPU).hasMessageContaining("502");
            assertThat(e.suggestion()).contains("githubstatus");
        });
        assertThat(scene.model().release(TAG).isDraft()).isTrue();
    }

    @Test
    void shouldWaitAsRetryAfterSays() {
        scene.github.fail(CREATE, 1, GitHubFault.answer(429, Map.of("Retry-After", "17"), "{}"));
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.timing.slept()).contains(Duration.ofSeconds(17));
        assertThat(scene.notices).anyMatch(notice -> notice.contains("going on in 17 s"));
    }

    @Test
    void shouldWaitUntilTheLimitIsReset() {
        // The server's clock is the machine's, and far ahead of the publisher's.
        long reset = Instant.now().getEpochSecond() + 6000;
        scene.github.fail(
                Request::isAssetUpload,
                1,
                GitHubFault.answer(
                        403, Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset", Long.toString(reset)), "{}"));
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.timing.slept())
                .anySatisfy(wait -> assertThat(wait).isBetween(Duration.ofSeconds(5400), Duration.ofSeconds(6002)));
    }

    @Test
    void shouldWaitLongerEachTimeForSecondaryLimitThatNamesNoTime() {
        scene.github.fail(
                PUBLISH,
                3,
                GitHubFault.answer(403, Map.of(), "{\"message\": \"You have exceeded a secondary rate limit.\"}"));
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.timing.slept()).contains(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(4));
    }

    @Test
    void shouldNotWaitLongerThanTheDeadline() {
        scene.github.fail(CREATE, 1, GitHubFault.answer(429, Map.of("Retry-After", "90000"), "{}"));
        assertThatThrownBy(scene::publish).is(because(Reason.RATE_LIMITED)).hasMessageContaining("25 h");
    }

    @Test
    void shouldNotTryAgainAfterOtherRefusals() {
        scene.github.fail(CREATE, 1, GitHubFault.answer(400, Map.of(), "{\"message\": \"Problems parsing JSON\"}"));
        assertThatThrownBy(scene::publish).is(because(Reason.REFUSED)).hasMessageContaining("Problems parsing JSON");
        assertThat(scene.github.requests().stream().filter(CREATE)).hasSize(1);
    }

    @Test
    void shouldFindDraftWhoseCreationWasNotAnswered() {
        scene.github.fail(CREATE, 1, GitHubFault.lostAnswer());
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.github.requests().stream().filter(CREATE)).hasSize(1);
    }

    @Test
    void shouldJoinDraftsWhenTheLostOneAppearsLate() {
        scene.model().appearLate(2);
        scene.github.fail(CREATE, 1, GitHubFault.statusAfterEffect(502));
        scene.publish();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldWaitForDraftThatAppearsLate() {
        scene.model().appearLate(4);
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.github.requests().stream().filter(CREATE)).hasSize(1);
    }

    @Test
    void shouldTakeWhatArrivedThoughTheAnswerWasLost() {
        scene.github.fail(Request::isAssetUpload, 1, GitHubFault.lostAnswer());
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.model().arrivals(CPU)).isEqualTo(1);
    }

    @Test
    void shouldTakeWhatArrivedThoughTheAnswerSaidOtherwise() {
        scene.github.fail(Request::isAssetUpload, 3, GitHubFault.statusAfterEffect(502));
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.model().arrivals(CPU)).isEqualTo(1);
    }

    @Test
    void shouldNotMindLostAnswerToPublishing() {
        scene.github.fail(PUBLISH, 2, GitHubFault.lostAnswer());
        scene.publish();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldSendAgainAfterResetInTheMiddle() {
        scene.github.fail(Request::isAssetUpload, 2, GitHubFault.resetAfter(4));
        scene.publish();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldDeleteStarterThatBlocksTheName() {
        scene.github.fail(Request::isAssetUpload, 3, GitHubFault.starter());
        scene.publish();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldDeleteStarterOfAnEarlierAttempt() {
        scene.github.fail(Request::isAssetUpload, 100, GitHubFault.starter());
        assertThatThrownBy(scene::publish).is(because(Reason.UNREACHABLE));
        assertThat(scene.model().release(TAG).names()).contains(CPU);
        scene.github.forgetFaults();
        scene.publish();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldDeleteStarterThatAppearsOnlyAtTheNextAttempt() {
        scene.github.fail(Request::isAssetUpload, 1, GitHubFault.noAnswer());
        scene.github.fail(Request::isAssetUpload, 1, exchange -> {
            exchange.leaveStarter();
            exchange.proceed();
        });
        scene.publish();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldAbortStalledUploadAndSendItOnAnotherConnection() {
        scene.github.fail(request -> request.query().containsValue("large.bin"), 1, GitHubFault.stallAfter(1 << 20));
        scene.stallWindow = Duration.ofMillis(800);
        byte[] large = new byte[32 << 20];
        new Random(5).nextBytes(large);
        scene.publisher("token")
                .publish(scene.request()
                        .attach(ReleaseAsset.ofBytes("large.bin", large))
                        .parallel(1)
                        .build());
        scene.assertPublished(CPU, "large.bin");
        assertThat(scene.notices).anyMatch(notice -> notice.contains("stalled"));
    }

    @Test
    void shouldSendAgainWhenTheLastByteIsNotAnswered() {
        scene.github.fail(Request::isAssetUpload, 1, GitHubFault.stallAfter(100));
        scene.answerTime = Duration.ofMillis(500);
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.notices).anyMatch(notice -> notice.contains("no answer in"));
    }

    @Test
    void shouldSendAgainWhatArrivedWithOtherBytes() {
        scene.github.fail(Request::isAssetUpload, 2, GitHubFault.corrupt());
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.notices).anyMatch(notice -> notice.contains("sha256"));
    }

    @Test
    void shouldGiveUpWhenBytesArriveWrongAllTheTime() {
        scene.github.fail(Request::isAssetUpload, 100, GitHubFault.corrupt());
        assertThatThrownBy(scene::publish)
                .isInstanceOf(AssetCorruptException.class)
                .hasMessageContaining(CPU);
        assertThat(scene.model().release(TAG).names()).doesNotContain(CPU);
    }

    @Test
    void shouldReplaceBrokenUploadOfKilledAttemptWithoutBeingTold() {
        scene.github.fail(Request::isAssetUpload, 1, exchange -> {
            exchange.corruptBody();
            exchange.effect();
            scene.github.kill("victim", 0, GitHubFault.noAnswer());
        });
        assertThatThrownBy(
                        () -> scene.publisher("victim").publish(scene.request().build()))
                .isInstanceOf(CrashingHost.Crash.class);
        scene.publish();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldDownloadAndHashWhereNoDigestIsTold() {
        scene.model().withoutDigests();
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.publish().plan().isNothing()).isTrue();
        scene.github.fail(Request::isAssetUpload, 1, GitHubFault.corrupt());
        scene.model().forgetReleases();
        scene.publish();
        scene.assertPublished(CPU);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDownloadAgainWhatBrokeOffOrStalled(boolean stalls) {
        scene.model().withoutDigests();
        scene.model().downloadDirectly();
        scene.stallWindow = Duration.ofMillis(800);
        scene.github.fail(DOWNLOAD, 2, stalls ? GitHubFault.stallAnswerAfter(4) : GitHubFault.breakOffAfter(4));
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.notices).anyMatch(notice -> notice.contains("downloading '" + CPU + "' failed"));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500})
    void shouldAskAgainForDownloadThatIsRefused(int status) {
        scene.model().withoutDigests();
        scene.github.fail(DOWNLOAD, 2, GitHubFault.status(status));
        scene.publish();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldRefuseNameThatWasStoredOtherwise() {
        scene.github.fail(Request::isAssetUpload, 1, GitHubFault.misname("other.whl"));
        assertThatThrownBy(scene::publish)
                .isInstanceOf(AssetCorruptException.class)
                .hasMessageContaining("its name is 'other.whl'");
        assertThat(scene.model().release(TAG).names()).isEmpty();
        assertThat(scene.model().release(TAG).isDraft()).isTrue();
    }

    @Test
    void shouldSayThatTheTokenIsExpiredAndGoOnWithAnother() {
        scene.github.fail(PUBLISH, 3, GitHubFault.answer(401, Map.of(), "{\"message\": \"Bad credentials\"}"));
        assertThatThrownBy(scene::publish).is(because(Reason.TOKEN_REFUSED)).hasMessageContaining("401");
        PublishReport report = scene.publisher("fresh").publish(scene.request().build());
        assertThat(report.plan().bytesToSend()).isZero();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldSayWhichPermissionIsMissing() {
        scene.github.fail(
                CREATE,
                1,
                GitHubFault.answer(
                        403,
                        Map.of("x-accepted-github-permissions", "contents=write"),
                        "{\"message\": \"Resource not accessible by integration\"}"));
        assertThatThrownBy(scene::publish)
                .is(because(Reason.NOT_PERMITTED))
                .hasMessageContaining("contents=write")
                .hasMessageContaining("not accessible");
    }

    @Test
    void shouldKeepTheDraftWhenThereIsNoSuchDiscussionCategory() {
        scene.model().onlyDiscussIn("Announcements");
        assertThatThrownBy(() -> scene.publisher("token")
                        .publish(scene.request().discussion("News").build()))
                .is(because(Reason.REFUSED))
                .hasMessageContaining("no discussion category 'News'");
        assertThat(scene.model().release(TAG).files()).hasSize(3);
        PublishReport report = scene.publisher("token")
                .publish(scene.request().discussion("Announcements").build());
        assertThat(report.plan().bytesToSend()).isZero();
        scene.assertPublished(CPU);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotPublishWhenTheTagWasMovedOrDeletedDuringTheUpload(boolean moved) {
        scene.github.fail(request -> request.query().containsValue("SHA256SUMS"), 1, exchange -> {
            if (moved) {
                scene.model().tag(TAG, "2".repeat(40));
            } else {
                scene.model().removeTag(TAG);
            }
            exchange.proceed();
        });
        assertThatThrownBy(scene::publish)
                .isInstanceOf(PublishRefusedException.class)
                .hasMessageContaining(moved ? "points at 2222" : "there is no tag");
        assertThat(scene.model().release(TAG).isDraft()).isTrue();
        assertThat(scene.model().release(TAG).names()).doesNotContain(GitHubJson.LOCK);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void shouldNotFollowRedirectOfUpload(int status) {
        scene.github.fail(Request::isAssetUpload, 1, GitHubFault.redirect(status, "http://localhost:9/uploads"));
        assertThatThrownBy(scene::publish)
                .is(because(Reason.REDIRECTED))
                .hasMessageContaining("uploading '" + CPU + "' was redirected to http://localhost");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "https:/nowhere", "file:///etc/passwd", "::", "ftp://127.0.0.1/x"})
    void shouldNotFollowRedirectOfDownloadToNowhere(String location) {
        scene.model().withoutDigests();
        scene.github.fail(DOWNLOAD, 1, GitHubFault.redirect(302, location));
        assertThatThrownBy(scene::publish).is(because(Reason.UNEXPECTED_ANSWER)).hasMessageContaining("redirect");
    }

    @Test
    void shouldNotFollowRedirectOfWritingRequestToForeignHost() {
        scene.github.fail(CREATE, 1, GitHubFault.redirect(307, "http://127.0.0.1:9/repos/x/y/releases"));
        assertThatThrownBy(scene::publish).is(because(Reason.REDIRECTED));
    }

    @Test
    void shouldFollowRedirectWithinTheHost() {
        scene.github.fail(
                CREATE, 1, GitHubFault.redirect(307, "/api/v3/repos/" + scene.github.repository() + "/releases"));
        scene.publish();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldRefuseBodyThatIsNotOfTheApi() {
        scene.github.fail(CREATE, 1, GitHubFault.answer(201, Map.of(), "<html>welcome to the captive portal"));
        assertThatThrownBy(scene::publish).is(because(Reason.UNEXPECTED_ANSWER));
        scene.github.fail(CREATE, 1, GitHubFault.answer(201, Map.of(), "{\"id\": \"seven\"}"));
        assertThatThrownBy(scene::publish).is(because(Reason.UNEXPECTED_ANSWER));
    }

    @Test
    void shouldNotSendTheTokenToAnUploadHostOfAnotherDomain() {
        String release = "{\"id\": 7, \"tag_name\": \"" + TAG + "\", \"draft\": true, \"prerelease\": false,"
                + " \"upload_url\": \"http://127.0.0.1:9/upload{?name,label}\"}";
        scene.github.fail(CREATE, 1, GitHubFault.answer(201, Map.of(), release));
        assertThatThrownBy(scene::publish).is(because(Reason.UNEXPECTED_ANSWER)).hasMessageContaining("upload address");
    }

    @Test
    void shouldRefuseTagThatADeletedImmutableReleaseUsed() {
        scene.model().burn(TAG);
        assertThatThrownBy(scene::publish)
                .isInstanceOf(PublishRefusedException.class)
                .hasMessageContaining("immutable");
        assertThat(scene.model().releases(TAG)).isEmpty();
    }

    @Test
    void shouldLeaveNoDraftWhenOnlyPublishingTellsThatTheTagIsUsedUp() {
        scene.model().burn(TAG);
        scene.model().withoutAttestations();
        assertThatThrownBy(scene::publish)
                .isInstanceOf(PublishRefusedException.class)
                .hasMessageContaining("immutable");
        assertThat(scene.model().releases(TAG)).isEmpty();
    }

    @Test
    void shouldPublishImmutableReleaseWhole() {
        scene.model().makeImmutable();
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.publish().plan().isNothing()).isTrue();
        assertThatThrownBy(() ->
                        scene.publisher("token").publish(scene.two().amend(true).build()))
                .isInstanceOf(PublishRefusedException.class)
                .hasMessageContaining("immutable");
    }

    @Test
    void shouldGiveBackTheLeaseWhenInterrupted() throws InterruptedException {
        CountDownLatch uploading = new CountDownLatch(1);
        scene.github.fail(Request::isAssetUpload, 1, exchange -> {
            uploading.countDown();
            GitHubFault.stallAfter(100).apply(exchange);
        });
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread publisher = new Thread(() -> {
            try {
                scene.publish();
            } catch (EngineException e) {
                end.set(e);
            }
        });
        publisher.start();
        uploading.await();
        publisher.interrupt();
        publisher.join();
        assertThat(end.get()).isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.kind())
                .isEqualTo(EngineException.Kind.CANCELLED));
        assertThat(scene.model().release(TAG).names()).doesNotContain(GitHubJson.LOCK);
        scene.publish();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldFailOnlyAsDocumentedOnBrokenAnswers() {
        Random random = new Random(3);
        scene.model().limitPages(2);
        for (int round = 0; round < 60; round++) {
            scene.model().forgetReleases();
            scene.github.forgetFaults();
            scene.github.fail(request -> random.nextInt(12) == 0, 1, exchange -> {
                byte[] answer = exchange.effect().body().clone();
                for (int change = 0; change < 3 && answer.length > 0; change++) {
                    answer[random.nextInt(answer.length)] = (byte) random.nextInt(256);
                }
                exchange.send(200, answer);
            });
            try {
                scene.publish();
            } catch (EngineException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void shouldReachTheEndThroughManyFaultsAtOnce() {
        Random random = new Random(11);
        List<GitHubFault> kinds = List.of(
                GitHubFault.status(500),
                GitHubFault.status(502),
                GitHubFault.statusAfterEffect(503),
                GitHubFault.noAnswer(),
                GitHubFault.lostAnswer(),
                GitHubFault.answer(429, Map.of("Retry-After", "3"), "{}"),
                GitHubFault.answer(403, Map.of("Retry-After", "3"), "{}"));
        for (int round = 0; round < 12; round++) {
            scene.model().forgetReleases();
            scene.model().appearLate(random.nextInt(3));
            scene.github.forgetFaults();
            kinds.forEach(kind -> scene.github.fail(request -> random.nextInt(25) == 0, 1000, kind));
            scene.github.fail(request -> request.isUpload() && random.nextInt(8) == 0, 1000, GitHubFault.starter());
            publishUntilDone();
            scene.github.forgetFaults();
            scene.publisher("token").publish(scene.two().build());
            scene.assertPublished(CPU, CPU.replace("cpu", "cu128"));
        }
    }

    private void publishUntilDone() {
        for (int attempt = 0; attempt < 20; attempt++) {
            try {
                scene.publisher("token").publish(scene.two().build());
                return;
            } catch (EngineException e) {
                assertThat(e.kind()).isIn(EngineException.Kind.REMOTE, EngineException.Kind.PUBLISH_REFUSED);
            }
        }
    }
}
