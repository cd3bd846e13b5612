package io.jenkins.plugins.mlcwheels.engine.github;

import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.COMMIT;
import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.CPU;
import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.TAG;
import static io.jenkins.plugins.mlcwheels.engine.http.Reasons.because;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub.Request;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException.Reason;
import io.jenkins.plugins.mlcwheels.engine.release.CrashingHost;
import io.jenkins.plugins.mlcwheels.engine.release.LeasedHost;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseBusyException;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseGoneException;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseLease;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseUnseenException;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are wrong for a moment, and what they must not make a publisher say. */
class GitHubSpuriousAnswersTest {

    private static final String CUDA = CPU.replace("cpu", "cu128");
    private static final Predicate<Request> PUBLISH =
            request -> request.method().equals("PATCH") && request.path().matches(".*/releases/[0-9]+");

    private GitHubScene scene;

    @BeforeEach
    void start() throws IOException {
        scene = new GitHubScene();
        scene.model().annotatedTag(TAG, "a".repeat(40), COMMIT);
    }

    @AfterEach
    void end() {
        scene.close();
    }

    /** The n-th request and no other. */
    private Predicate<Request> only(int number, AtomicInteger seen) {
        return request -> seen.getAndIncrement() == number;
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 502})
    void shouldPublishThoughAnyOneRequestIsAnsweredWrong(int status) {
        for (int number = 0; ; number++) {
            AtomicInteger seen = new AtomicInteger();
            scene.model().forgetReleases();
            scene.github.forgetFaults();
            scene.github.fail(only(number, seen), 1, GitHubFault.status(status));
            scene.publisher("token").publish(scene.two().build());
            if (seen.get() <= number) {
                assertThat(number).isGreaterThan(30);
                return;
            }
            scene.assertPublished(CPU, CUDA);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 502})
    void shouldReplaceThoughAnyOneRequestIsAnsweredWrong(int status) {
        for (int number = 0; ; number++) {
            AtomicInteger seen = new AtomicInteger();
            scene.model().forgetReleases();
            scene.github.forgetFaults();
            GitHubModel.StoredRelease release = scene.model().add(TAG, false, "");
            scene.model().addAsset(release, CPU, "old bytes".getBytes(StandardCharsets.UTF_8));
            scene.model().withoutDigests();
            scene.github.fail(only(number, seen), 1, GitHubFault.status(status));
            scene.publisher("token")
                    .publish(scene.request().amend(true).clobber(true).build());
            if (seen.get() <= number) {
                return;
            }
            scene.assertPublished(CPU);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void shouldWaitForReleaseThatIsNotFoundForAMomentAfterItsCreation(int times) {
        scene.github.fail(
                request -> request.path().matches(".*/releases/[0-9]+(/assets)?") && !request.isUpload(),
                times,
                GitHubFault.status(404));
        scene.github.fail(Request::isUpload, times, GitHubFault.status(404));
        scene.publish();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldBelieveThatTheTokenIsRefusedAllTheTime() {
        scene.github.fail(request -> true, 1000, GitHubFault.status(401));
        assertThatThrownBy(scene::publish).is(because(Reason.TOKEN_REFUSED));
        assertThat(scene.github.requests()).hasSize(3);
    }

    @Test
    void shouldNotSpeakOfAnotherPublisherWhenAPersonDeletesTheDraft() {
        scene.github.fail(request -> request.query().containsValue("SHA256SUMS"), 1, exchange -> {
            scene.model().forgetReleases();
            exchange.proceed();
        });
        assertThatThrownBy(scene::publish)
                .isInstanceOf(ReleaseGoneException.class)
                .hasMessageContaining("somebody deleted it")
                .hasMessageNotContaining("publisher");
    }

    @Test
    void shouldNotSpeakOfAnotherPublisherOnlySinceTheLockIsGone() {
        scene.publisher("token").publish(scene.request().draftOnly(true).build());
        GitHubReleaseHost host = scene.host("token");
        ReleaseLease lease = LeasedHost.take(host, host.find(TAG).get(0), "me");
        scene.model().removeAsset(scene.model().release(TAG), GitHubJson.LOCK);
        sleep(Duration.ofMinutes(2));
        assertThatThrownBy(lease::check)
                .isInstanceOf(ReleaseBusyException.class)
                .hasMessageContaining("or somebody deleted it");
        lease.close();
    }

    @Test
    void shouldKeepItsLeaseThoughOneBeatIsNotFound() {
        scene.publisher("token").publish(scene.request().draftOnly(true).build());
        GitHubReleaseHost host = scene.host("token");
        try (ReleaseLease lease = LeasedHost.take(host, host.find(TAG).get(0), "me")) {
            scene.github.fail(request -> request.method().equals("PATCH"), 1, GitHubFault.status(404));
            sleep(Duration.ofMinutes(2));
            lease.check();
        }
        assertThat(scene.model().release(TAG).names()).doesNotContain(GitHubJson.LOCK);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 422, 503})
    void shouldSayThatItIsPublishedWhateverFailsAfterwards(int status) {
        scene.github.fail(PUBLISH.and(request -> published()), 1000, GitHubFault.status(status));
        scene.github.fail(request -> published(), 1000, GitHubFault.status(status));
        assertThatThrownBy(scene::publish)
                .isInstanceOf(ReleaseUnseenException.class)
                .hasMessageContaining("v0.1.0 is published and complete");
        scene.github.forgetFaults();
        scene.assertPublished(CPU);
    }

    private boolean published() {
        return scene.model().releases(TAG).stream().anyMatch(release -> !release.isDraft());
    }

    @Test
    void shouldFindThatItIsPublishedThoughThatWasNeverAnswered() {
        scene.github.fail(PUBLISH.and(request -> !published()), 1, GitHubFault.statusAfterEffect(502));
        scene.github.fail(PUBLISH.and(request -> published()), 1000, GitHubFault.status(502));
        scene.publish();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldSayThatItIsNotKnownWhetherItIsPublishedWhenNothingIsAnswered() {
        AtomicInteger publishing = new AtomicInteger();
        scene.github.fail(PUBLISH, 1, GitHubExchange::proceed);
        scene.github.fail(PUBLISH, 1000, exchange -> {
            publishing.incrementAndGet();
            GitHubFault.status(502).apply(exchange);
        });
        scene.github.fail(request -> publishing.get() > 0, 1000, GitHubFault.status(502));
        assertThatThrownBy(scene::publish)
                .isInstanceOf(ReleaseUnseenException.class)
                .hasMessageContaining("whether it was published could not be learned");
    }

    @Test
    void shouldFindItsOwnEarlierReleaseThatIsNotListedYet() {
        scene.publish();
        scene.model().hide(scene.model().release(TAG), 40);
        assertThat(scene.publish().plan().isNothing()).isTrue();
        scene.assertPublished(CPU);
        scene.model().hide(scene.model().release(TAG), 5);
        scene.github.fail(request -> request.path().contains("/releases/tags/"), 1, GitHubFault.status(404));
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.notices).anyMatch(notice -> notice.contains("is published already, with just these files"));
        assertThat(scene.notices).noneMatch(notice -> notice.contains("meanwhile"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 12})
    void shouldWaitForAssetsThatAreListedLate(int seconds) {
        scene.model().listAssetsLate(Duration.ofSeconds(seconds), scene.timing::now);
        scene.publish();
        scene.model().listAssetsLate(Duration.ZERO, () -> Instant.EPOCH);
        scene.assertPublished(CPU);
        assertThat(scene.model().arrivals(CPU)).isEqualTo(1);
    }

    @Test
    void shouldTakeWhatAKilledAttemptSentThoughItIsNotListedYet() {
        scene.github.kill("victim", request -> request.query().containsValue("SHA256SUMS"), 0, GitHubFault.noAnswer());
        scene.model().listAssetsLate(Duration.ofSeconds(10), scene.timing::now);
        assertThatThrownBy(() -> scene.publisher("victim")
                        .publish(scene.request().publisher("me").build()))
                .isInstanceOf(CrashingHost.Crash.class);
        scene.timing.forgetTasks();
        scene.publisher("token").publish(scene.request().publisher("me").build());
        scene.model().listAssetsLate(Duration.ZERO, () -> Instant.EPOCH);
        scene.assertPublished(CPU);
        assertThat(scene.model().arrivals(CPU)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 410, 500, 501, 503})
    void shouldPublishWhenAttestationsCannotBeHad(int status) {
        scene.github.fail(
                request -> request.path().contains("/attestations/"),
                1000,
                GitHubFault.answer(status, Map.of("Content-Type", "text/html"), "<html>maintenance</html>"));
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.notices).anyMatch(notice -> notice.contains("does not tell attestations"));
    }

    @Test
    void shouldNotCallTagOfPublishedReleaseBurntOnlySinceItWasNotFoundForAMoment() {
        scene.model().makeImmutable();
        scene.publish();
        scene.model().burn(TAG);
        scene.github.fail(request -> request.path().contains("/releases/tags/"), 1, GitHubFault.status(404));
        assertThat(scene.publish().plan().isNothing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Resource protected by organization SAML enforcement. You must grant your token access.",
                "Although you appear to have the correct authorization credentials, the `x` organization has an IP allow"
                        + " list enabled, and your IP address 192.0.2.1 is not permitted to access this resource.",
                "The 'x' organization forbids access via a fine-grained personal access tokens if the token's lifetime is"
                        + " greater than 366 days."
            })
    void shouldNotSuggestPermissionForRefusalsThatNoneHelpsAgainst(String message) {
        scene.github.fail(Request::changes, 1, GitHubFault.answer(403, Map.of(), "{\"message\": \"" + message + "\"}"));
        assertThatThrownBy(scene::publish).isInstanceOfSatisfying(RemoteException.class, e -> assertThat(e.suggestion())
                .doesNotContain("Contents"));
        scene.github.fail(
                request -> request.path().endsWith("/generate-notes"),
                1,
                GitHubFault.answer(403, Map.of(), "{\"message\": \"" + message + "\"}"));
        assertThat(scene.publisher("token")
                        .plan(PublishRequest.of(ReleaseTag.parse(TAG))
                                .wheel(GitHubScene.wheel(CPU, "cpu bytes"))
                                .build())
                        .problems())
                .singleElement()
                .asString()
                .doesNotContain("Contents");
    }

    @Test
    void shouldSayThatAFileIsSentOnlyWhenGitHubHasIt() {
        scene.github.fail(Request::isAssetUpload, 2, GitHubFault.status(502));
        AtomicInteger sent = new AtomicInteger();
        GitHubReleaseHost host = scene.host("token");
        new ReleasePublisher(host, scene.timing, event -> {
                    if (event instanceof ProgressListener.Transferred moved
                            && moved.name().equals(CPU)
                            && moved.done() == moved.total()) {
                        sent.incrementAndGet();
                        assertThat(scene.model().arrivals(CPU)).isEqualTo(1);
                    }
                })
                .publish(scene.request().build());
        assertThat(sent).hasValue(1);
    }

    private void sleep(Duration duration) {
        try {
            scene.timing.sleep(duration);
        } catch (InterruptedException e) {
            throw new EngineException(EngineException.Kind.CANCELLED, e.toString(), "", e);
        }
    }
}
