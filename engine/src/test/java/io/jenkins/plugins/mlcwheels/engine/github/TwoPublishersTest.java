package io.jenkins.plugins.mlcwheels.engine.github;

import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.CPU;
import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.TAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.LeasedHost;
import io.jenkins.plugins.mlcwheels.engine.release.NewRelease;
import io.jenkins.plugins.mlcwheels.engine.release.PublishMark;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRefusedException;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseBusyException;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseLease;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two publishers of the same tag at the same time. */
class TwoPublishersTest {

    private static final int ROUNDS = 12;

    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private GitHubScene scene;

    @BeforeEach
    void start() throws IOException {
        scene = new GitHubScene();
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        scene.close();
    }

    @Test
    void shouldEndWithOneReleaseWhenBothPublishTheSame() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            scene.model().forgetReleases();
            List<Object> outcomes = race("cpu bytes", "cpu bytes", "cpu bytes");
            assertThat(outcomes).anyMatch(outcome -> outcome instanceof PublishReport);
            assertThat(outcomes)
                    .allMatch(outcome -> outcome instanceof PublishReport
                            || outcome instanceof ReleaseBusyException
                            || outcome instanceof PublishRefusedException);
            scene.assertPublished(CPU);
        }
    }

    @Test
    void shouldPublishWhatOneOfThemHasWhenTheyDiffer() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            scene.model().forgetReleases();
            List<Object> outcomes = race("first bytes", "second bytes");
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome instanceof PublishReport)
                    .hasSize(1);
            String winner = outcomes.get(0) instanceof PublishReport ? "first bytes" : "second bytes";
            assertThat(scene.model().release(TAG).isDraft()).isFalse();
            assertThat(scene.model().release(TAG).files()).hasSize(3);
            assertThat(scene.model().release(TAG).files().get(CPU)).asString().isEqualTo(winner);
        }
    }

    @Test
    void shouldSayWhoIsAtWork() {
        scene.publisher("first").publish(scene.request().draftOnly(true).build());
        GitHubReleaseHost other = scene.host("first");
        HostedRelease draft = other.find(TAG).get(0);
        try (ReleaseLease lease = other.lease(draft, "build-7")) {
            lease.check();
            assertThatThrownBy(() ->
                            scene.publisher("second").publish(scene.request().build()))
                    .isInstanceOf(ReleaseBusyException.class)
                    .hasMessageContaining("build-7");
        }
        scene.publish();
        scene.assertPublished(CPU);
    }

    @Test
    void shouldLetTheSamePublisherInAtOnceAfterItsDeath() {
        scene.publisher("first").publish(scene.request().draftOnly(true).build());
        GitHubReleaseHost dead = scene.host("first");
        dead.lease(dead.find(TAG).get(0), "build-7");
        scene.timing.forgetTasks();
        int waits = scene.timing.slept().size();
        scene.publisher("second").publish(scene.request().publisher("build-7").build());
        scene.assertPublished(CPU);
        assertThat(scene.timing.slept()).hasSize(waits);
    }

    @Test
    void shouldStopWhoeverWasTakenForDead() {
        scene.publisher("first").publish(scene.request().draftOnly(true).build());
        GitHubReleaseHost host = scene.host("first");
        ReleaseLease sleeper = LeasedHost.take(host, host.find(TAG).get(0), "sleeper");
        scene.timing.forgetTasks();
        scene.publish();
        assertThatThrownBy(sleeper::check)
                .isInstanceOf(ReleaseBusyException.class)
                .hasMessageContaining("took over");
        scene.assertPublished(CPU);
    }

    @Test
    void shouldWaitForWhoeverGaveItsLeaseBackJustToPublish() {
        PublishReport draft =
                scene.publisher("first").publish(scene.request().draftOnly(true).build());
        GitHubReleaseHost first = scene.host("first");
        HostedRelease release = draft.release().orElseThrow();
        ReleaseLease lease = first.lease(release, "first");
        int locks = scene.model().arrivals(GitHubJson.LOCK);
        atEachSleep(
                () -> {
                    first.mark(release, release.mark().orElseThrow().asPublishing());
                    lease.close();
                },
                () -> first.publish(release, new NewRelease(TAG, "by the first", "", false, Optional.empty()), true));
        scene.publisher("second").publish(scene.request().publisher("second").build());
        assertThat(scene.model().arrivals(GitHubJson.LOCK)).isEqualTo(locks);
        assertThat(scene.model().release(TAG).name()).isEqualTo("by the first");
        scene.assertPublished(CPU);
    }

    @Test
    void shouldGoOnWhereOneDiedJustBeforePublishing() {
        PublishReport draft =
                scene.publisher("first").publish(scene.request().draftOnly(true).build());
        GitHubReleaseHost first = scene.host("first");
        HostedRelease release = draft.release().orElseThrow();
        ReleaseLease lease = first.lease(release, "first");
        atEachSleep(() -> {
            first.mark(release, release.mark().orElseThrow().asPublishing());
            lease.close();
        });
        scene.publisher("second").publish(scene.request().publisher("second").build());
        scene.assertPublished(CPU);
    }

    @Test
    void shouldNotDeleteDraftThatIsJustBeingPublished() {
        scene.publisher("first").publish(scene.request().draftOnly(true).build());
        GitHubReleaseHost first = scene.host("first");
        HostedRelease release = first.find(TAG).get(0);
        PublishMark mark = release.mark().orElseThrow();
        HostedRelease other = first.createDraft(
                new NewRelease(TAG, TAG, "", false, Optional.empty()), new PublishMark("second", mark.set(), false));
        first.lease(other, "second");
        scene.timing.forgetTasks();
        first.mark(release, mark.asPublishing());
        atEachSleep(() -> first.publish(release, new NewRelease(TAG, TAG, "", false, Optional.empty()), true));
        PublishReport report = scene.publisher("second")
                .publish(scene.request().publisher("second").build());
        assertThat(report.plan().isNothing()).isTrue();
        scene.assertPublished(CPU);
    }

    /** Lets something else happen each time that a publisher waits. */
    private void atEachSleep(Runnable... events) {
        Deque<Runnable> left = new ArrayDeque<>(List.of(events));
        scene.timing.every(Duration.ofMillis(1), () -> {
            if (!left.isEmpty()) {
                left.remove().run();
            }
        });
    }

    private List<Object> race(String... contents) throws Exception {
        scene.timing.share(contents.length);
        CyclicBarrier start = new CyclicBarrier(contents.length);
        List<Future<Object>> running = new ArrayList<>();
        for (int i = 0; i < contents.length; i++) {
            String name = "publisher-" + i;
            PublishRequest request = PublishRequest.of(ReleaseTag.parse(TAG))
                    .publisher(name)
                    .wheel(GitHubScene.wheel(CPU, contents[i]))
                    .build();
            running.add(threads.submit(() -> {
                start.await();
                try {
                    return scene.publisher(name).publish(request);
                } finally {
                    scene.timing.leave();
                }
            }));
        }
        List<Object> outcomes = new ArrayList<>();
        for (Future<Object> one : running) {
            try {
                outcomes.add(one.get());
            } catch (ExecutionException e) {
                outcomes.add(e.getCause());
            }
        }
        return outcomes;
    }
}
