package io.jenkins.plugins.mlcwheels.engine.github;

import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.COMMIT;
import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.CPU;
import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.TAG;
import static io.jenkins.plugins.mlcwheels.engine.http.Reasons.because;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException.Reason;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.PublishMark;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a release on GitHub looks like afterwards. */
class GitHubReleaseTest {

    private GitHubScene scene;

    @BeforeEach
    void start() throws IOException {
        scene = new GitHubScene();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void shouldReportFinalAddresses() {
        PublishReport report = scene.publish();
        assertThat(report.release().orElseThrow().url()).endsWith("/releases/tag/v0.1.0");
        assertThat(report.assets()).allSatisfy(asset -> assertThat(asset.url()).contains("/download/v0.1.0/"));
    }

    @Test
    void shouldKeepThePlusOfLocalVersions() {
        scene.github.tag("v0.1.0+g1234567", COMMIT);
        scene.publisher("token")
                .publish(PublishRequest.of(ReleaseTag.parse("v0.1.0+g1234567"))
                        .wheel(GitHubScene.wheel(GitHubScene.CUDA, "cuda bytes"))
                        .build());
        assertThat(scene.model().release("v0.1.0+g1234567").names()).contains(GitHubScene.CUDA);
    }

    @Test
    void shouldMakeHighestStableReleaseTheLatest() {
        scene.model().add("v0.0.9", false, "");
        scene.model().add("v0.2.0-rc.1", false, "");
        scene.model().add("v0.3.0", true, "");
        scene.model().add("nightly", false, "");
        scene.model().addPrerelease("v0.4.0");
        scene.publish();
        assertThat(scene.model().release(TAG).latest()).isEqualTo("true");
        assertThat(scene.model().release(TAG).isPrerelease()).isFalse();
    }

    @Test
    void shouldNotMakeOlderVersionOrPrereleaseTheLatest() {
        scene.model().add("v0.2.0", false, "");
        scene.publish();
        assertThat(scene.model().release(TAG).latest()).isEqualTo("false");
        scene.github.tag("v1.0.0-rc.1", COMMIT);
        scene.publisher("token")
                .publish(PublishRequest.of(ReleaseTag.parse("v1.0.0-rc.1"))
                        .wheel(GitHubScene.wheel("demo-1.0.0rc1-py3-none-any.whl", "x"))
                        .build());
        assertThat(scene.model().release("v1.0.0-rc.1").latest()).isEqualTo("false");
        assertThat(scene.model().release("v1.0.0-rc.1").isPrerelease()).isTrue();
    }

    @Test
    void shouldJoinGivenAndGeneratedNotes() {
        scene.publisher("token")
                .publish(scene.request()
                        .notes("Given.\n")
                        .generateNotes(true)
                        .title("MLC LLM 0.1.0")
                        .discussion("Announcements")
                        .build());
        GitHubModel.StoredRelease release = scene.model().release(TAG);
        assertThat(release.body()).isEqualTo("Given.\n\n## What's Changed\n* all");
        assertThat(release.name()).isEqualTo("MLC LLM 0.1.0");
        assertThat(release.discussion()).isEqualTo("Announcements");
    }

    @Test
    void shouldSayThatNoDiscussionWasOpened() {
        scene.model().withoutDiscussions();
        scene.publisher("token").publish(scene.request().discussion("News").build());
        scene.assertPublished(CPU);
        assertThat(scene.notices).anyMatch(notice -> notice.contains("opened no discussion"));
    }

    @Test
    void shouldShortenGeneratedNotesThatDoNotFit() {
        scene.model().generate("* one more change\n".repeat(8000));
        scene.publisher("token")
                .publish(scene.request().notes("Given.").generateNotes(true).build());
        assertThat(scene.model().release(TAG).body())
                .startsWith("Given.\n")
                .endsWith("* one more change\n\n(shortened)")
                .hasSizeBetween(124_000, 125_000);
    }

    @Test
    void shouldAdoptDraftOfAPersonWithItsNotes() {
        GitHubModel.StoredRelease draft = scene.model().add(TAG, true, "Written by hand.");
        scene.model().addAsset(draft, "extra.txt", new byte[] {1});
        scene.publish();
        scene.assertPublished(CPU, "extra.txt");
        assertThat(scene.model().release(TAG).id()).isEqualTo(draft.id());
        assertThat(scene.model().release(TAG).body()).isEqualTo("Written by hand.");
        assertThat(scene.model().release(TAG).files().get("SHA256SUMS"))
                .asString()
                .contains("extra.txt");
    }

    @Test
    void shouldJoinDraftsOfOurOwnMakingAndKeepWhatWasSent() {
        String mark = new PublishMark("old", "a".repeat(64), false).comment();
        scene.model().add(TAG, true, mark);
        GitHubModel.StoredRelease fuller = scene.model().add(TAG, true, mark);
        scene.model().addAsset(fuller, CPU, "cpu bytes".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        scene.model().add(TAG, true, mark);
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.model().release(TAG).id()).isEqualTo(fuller.id());
        assertThat(scene.model().arrivals(CPU)).isZero();
    }

    @Test
    void shouldDeleteWheelsOfAnEarlierAttemptThatAreNotPartOfThisOne() {
        GitHubModel.StoredRelease draft =
                scene.model().add(TAG, true, new PublishMark("old", "a".repeat(64), false).comment());
        scene.model().addAsset(draft, "old-0.1.0-py3-none-any.whl", new byte[] {1});
        scene.publish();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldFindDraftOnLaterPage() {
        scene.model().limitPages(2);
        GitHubModel.StoredRelease draft = scene.model().add(TAG, true, "Mine.");
        for (int i = 0; i < 7; i++) {
            scene.model().add("v0.0." + i, false, "");
        }
        scene.publish();
        assertThat(scene.model().release(TAG).id()).isEqualTo(draft.id());
        scene.assertPublished(CPU);
    }

    @Test
    void shouldMissNoReleaseWhenOneIsDeletedBetweenTwoPages() {
        for (int i = 0; i < 9; i++) {
            scene.model().add("v0.0." + i, false, "");
        }
        GitHubModel.StoredRelease surplus = scene.model().add("v9.9.9", true, "");
        scene.model().limitPages(4);
        scene.github.fail(request -> request.query().getOrDefault("page", "").equals("2"), 1, exchange -> {
            scene.model().remove(surplus);
            exchange.proceed();
        });
        assertThat(scene.host("token").published())
                .extracting(HostedRelease::tag)
                .hasSize(9);
    }

    @Test
    void shouldMissNoAssetWhenOneIsDeletedBetweenTwoPages() {
        GitHubModel.StoredRelease release = scene.model().add(TAG, false, "");
        for (int i = 0; i < 9; i++) {
            scene.model().addAsset(release, "file" + i, new byte[1]);
        }
        scene.model().limitPages(4);
        scene.github.fail(request -> request.query().getOrDefault("page", "").equals("2"), 1, exchange -> {
            scene.model().removeAsset(release, "file0");
            exchange.proceed();
        });
        GitHubReleaseHost host = scene.host("token");
        assertThat(host.assets(host.find(TAG).get(0)))
                .extracting(HostedAsset::name)
                .containsExactly("file1", "file2", "file3", "file4", "file5", "file6", "file7", "file8");
    }

    @Test
    void shouldPublishWhereGitHubCanMakeSmallPagesOnly() {
        for (int i = 0; i < 40; i++) {
            scene.model().add("v0.0." + i, false, "");
        }
        scene.github.fail(
                request -> Integer.parseInt(request.query().getOrDefault("per_page", "0")) > 10,
                1000,
                GitHubFault.status(504));
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.notices).contains("listing the releases: asking for 10 at a time");
    }

    /** What a hundred releases with hundreds of assets take; more than is read whole. */
    @Test
    void shouldReadListThatIsLargerThanAnyWholeAnswer() {
        GitHubModel.StoredRelease many = scene.model().add("v0.0.1", false, "x".repeat(100_000));
        for (int i = 0; i < 300; i++) {
            scene.model().addAsset(many, "file" + i, new byte[7]);
        }
        scene.github.fail(
                request -> request.path().endsWith("/releases"), 1, exchange -> exchange.repeatEntry(70 << 20));
        assertThat(scene.host("token").find("v0.0.1")).singleElement().satisfies(release -> assertThat(release.bytes())
                .isEqualTo(2100));
    }

    @Test
    void shouldReplaceWithoutAMomentWithoutAsset() {
        scene.publish();
        scene.publisher("token")
                .publish(PublishRequest.of(ReleaseTag.parse(TAG))
                        .wheel(GitHubScene.wheel(CPU, "new bytes"))
                        .amend(true)
                        .clobber(true)
                        .build());
        assertThat(scene.model().release(TAG).files().get(CPU)).asString().isEqualTo("new bytes");
        assertThat(scene.github.requests().stream()
                        .filter(request -> request.isAssetUpload())
                        .map(request -> request.query().get("name")))
                .contains(CPU + ".mlc-new");
        assertThat(scene.model().release(TAG).names()).containsExactlyInAnyOrder(CPU, "release.json", "SHA256SUMS");
    }

    @Test
    void shouldUploadFourAtATimeWithTheirLengthAndTheRecordsLast() {
        CyclicBarrier four = new CyclicBarrier(4);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        scene.github.fail(request -> request.query().getOrDefault("name", "").endsWith(".txt"), 8, exchange -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            await(four);
            running.decrementAndGet();
            exchange.proceed();
        });
        PublishRequest.Builder request = PublishRequest.of(ReleaseTag.parse(TAG));
        for (int i = 0; i < 8; i++) {
            request.attach(ReleaseAsset.ofBytes("file" + i + ".txt", new byte[10 + i]));
        }
        scene.publisher("token").publish(request.build());
        List<LoopbackGitHub.Request> uploads = scene.github.requests().stream()
                .filter(LoopbackGitHub.Request::isAssetUpload)
                .toList();
        assertThat(most).hasValue(4);
        assertThat(uploads.subList(0, 8)).allSatisfy(upload -> assertThat(upload.length())
                .isEqualTo(10 + upload.query().get("name").charAt(4) - '0'));
        assertThat(uploads.subList(8, 10))
                .extracting(upload -> upload.query().get("name"))
                .containsExactly("release.json", "SHA256SUMS");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("fewer than four uploads at once", e);
        }
    }

    @Test
    void shouldKeepWithinEightyWritingRequestsAMinute() {
        PublishRequest.Builder request = scene.request();
        for (int i = 0; i < 100; i++) {
            request.attach(ReleaseAsset.ofBytes("file" + i + ".txt", new byte[] {(byte) i}));
        }
        scene.publisher("token").publish(request.build());
        assertThat(scene.timing.slept()).anyMatch(wait -> wait.compareTo(Duration.ofSeconds(50)) > 0);
        assertThat(scene.notices).anyMatch(notice -> notice.contains("80 writing requests a minute"));
        assertThat(scene.model().release(TAG).files()).hasSize(103);
    }

    @Test
    void shouldKeepItsLeaseAndGitHubsLimitsWhileItWaitsForTheHour() {
        PublishRequest.Builder request = scene.request().parallel(1);
        for (int i = 0; i < 500; i++) {
            request.attach(ReleaseAsset.ofBytes("file" + i + ".txt", new byte[] {1}));
        }
        List<Instant> writes = new ArrayList<>();
        List<Instant> beats = new ArrayList<>();
        scene.github.fail(GitHubReleaseTest::isBeat, Integer.MAX_VALUE, exchange -> {
            writes.add(scene.timing.now());
            beats.add(scene.timing.now());
            exchange.proceed();
        });
        scene.github.fail(LoopbackGitHub.Request::changes, Integer.MAX_VALUE, exchange -> {
            writes.add(scene.timing.now());
            exchange.proceed();
        });
        Timing steps = inSteps(Duration.ofSeconds(10));
        GitHubReleaseHost host = new GitHubReleaseHost(scene.repository(), scene.options("token"), steps, scene::hear);

        new ReleasePublisher(host, steps, scene::hear).publish(request.build());

        assertThat(scene.model().release(TAG).files()).hasSize(503);
        assertThat(beats).hasSizeGreaterThan(50);
        for (int i = 1; i < beats.size(); i++) {
            assertThat(Duration.between(beats.get(i - 1), beats.get(i))).isLessThan(Duration.ofSeconds(45));
        }
        for (int i = 500; i < writes.size(); i++) {
            assertThat(Duration.between(writes.get(i - 500), writes.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofHours(1));
        }
    }

    private static boolean isBeat(LoopbackGitHub.Request request) {
        return request.method().equals("PATCH") && request.path().contains("/releases/assets/");
    }

    /** Time in which repeated tasks run in the middle of long sleeps, as they do in the world. */
    private Timing inSteps(Duration step) {
        return new Timing() {
            @Override
            public Instant now() {
                return scene.timing.now();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                Instant end = now().plus(duration);
                while (now().isBefore(end)) {
                    Duration left = Duration.between(now(), end);
                    scene.timing.sleep(left.compareTo(step) < 0 ? left : step);
                }
            }

            @Override
            public double chance() {
                return scene.timing.chance();
            }

            @Override
            public Repeating every(Duration period, Runnable task) {
                return scene.timing.every(period, task);
            }
        };
    }

    @Test
    void shouldPublishAsManyFilesAsGitHubAllowsBesideTheLease() {
        GitHubModel.StoredRelease draft = scene.model().add(TAG, true, "of a person");
        for (int i = 0; i < 996; i++) {
            scene.model().addAsset(draft, "notes-" + i + ".txt", new byte[1]);
        }
        scene.publish();
        assertThat(scene.model().release(TAG).isDraft()).isFalse();
        assertThat(scene.model().release(TAG).files()).hasSize(999);
    }

    @Test
    void shouldStopAtTheDeadline() {
        scene.github.fail(request -> request.isAssetUpload(), 1000, GitHubFault.status(503));
        HttpOptions hasty = scene.options("token").withDeadline(Duration.ofSeconds(5));
        GitHubReleaseHost host = new GitHubReleaseHost(scene.repository(), hasty, scene.timing, scene::hear);
        assertThatThrownBy(() -> new ReleasePublisher(host, scene.timing, scene::hear)
                        .publish(scene.request().build()))
                .is(because(Reason.OUT_OF_TIME))
                .hasMessageContaining("5 s")
                .hasMessageContaining("503");
    }

    @Test
    void shouldGiveBackTheLeaseThoughTheTimeIsUp() {
        scene.github.fail(LoopbackGitHub.Request::isAssetUpload, 1, exchange -> {
            sleep(Duration.ofHours(7));
            exchange.proceed();
        });
        assertThatThrownBy(scene::publish).is(because(Reason.OUT_OF_TIME));
        assertThat(scene.model().release(TAG).names()).containsExactly(CPU);
        int waits = scene.timing.slept().size();
        scene.publish();
        scene.assertPublished(CPU);
        assertThat(scene.timing.slept()).hasSize(waits);
    }

    private void sleep(Duration duration) {
        try {
            scene.timing.sleep(duration);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldPublishOnEnterpriseServer() throws IOException {
        try (GitHubScene enterprise = new GitHubScene(LoopbackGitHub.start("ghes-3.17"))) {
            enterprise.model().withoutDigests();
            enterprise.model().withoutAttestations();
            enterprise.publish();
            enterprise.assertPublished(CPU);
        }
    }
}
