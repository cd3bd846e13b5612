package io.jenkins.plugins.mlcwheels.engine.github;

import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.CPU;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.release.CrashingHost;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseBusyException;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kills the publisher at every single one of its requests in turn, and starts it again. */
class GitHubKillTest {

    private static final Predicate<LoopbackGitHub.Request> ANY = request -> true;
    private static final String OTHER = CPU.replace("cpu", "cu128");

    private GitHubScene scene;
    private int run;

    @BeforeEach
    void start() throws IOException {
        scene = new GitHubScene();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void shouldEndInTheSameStateWhenKilledBeforeAnyRequest() {
        killEverywhere(ANY, GitHubFault.noAnswer());
    }

    @Test
    void shouldEndInTheSameStateWhenKilledAfterAnyRequest() {
        killEverywhere(ANY, GitHubFault.lostAnswer());
    }

    @Test
    void shouldEndInTheSameStateWhenKilledInTheMiddleOfAnyUpload() {
        killEverywhere(LoopbackGitHub.Request::isUpload, GitHubFault.resetAfter(3));
    }

    @Test
    void shouldNeverBeWithoutTheBytesWhenKilledWhileReplacing() {
        for (GitHubFault death : List.of(GitHubFault.noAnswer(), GitHubFault.lostAnswer())) {
            boolean survived = false;
            for (int requests = 0; !survived; requests++) {
                scene.model().forgetReleases();
                String publisher = "victim-" + ++run;
                scene.publisher("token").publish(request("token"));
                scene.github.kill(publisher, requests, death);
                survived = publishUntilKilled(publisher, replacing(publisher));
                assertThat(scene.model().release(GitHubScene.TAG).files().entrySet())
                        .as("killed at request %d", requests)
                        .anyMatch(file -> file.getKey().startsWith(CPU)
                                && List.of("cpu bytes", "new bytes").contains(text(file.getValue())));
                scene.publisher("survivor-" + run).publish(replacing("survivor-" + run));
                GitHubModel.StoredRelease release = scene.model().release(GitHubScene.TAG);
                assertThat(release.names()).containsExactlyInAnyOrder(CPU, OTHER, "release.json", "SHA256SUMS");
                assertThat(text(release.files().get(CPU))).isEqualTo("new bytes");
                assertThat(text(release.files().get("SHA256SUMS"))).contains(Sha256.of("new bytes"));
                assertThat(scene.model().arrivals(CPU + ".mlc-new")).isEqualTo(1);
            }
        }
    }

    @Test
    void shouldEndWithOneReleaseWhenOneOfTwoAtOnceIsKilled() throws Exception {
        Random random = new Random(7);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 40; round++) {
                scene.model().forgetReleases();
                String victim = "victim-" + ++run;
                String rival = "rival-" + run;
                GitHubFault death = random.nextBoolean() ? GitHubFault.noAnswer() : GitHubFault.lostAnswer();
                int requests = random.nextInt(45);
                CyclicBarrier start = new CyclicBarrier(2);
                Future<?> first = threads.submit(() -> {
                    start.await();
                    scene.github.kill(victim, requests, death);
                    return publishOrYield(victim);
                });
                Future<?> second = threads.submit(() -> {
                    start.await();
                    return publishOrYield(rival);
                });
                first.get();
                second.get();
                assertNothingHalfIsPublished();
                scene.publisher("survivor-" + run).publish(request("survivor-" + run));
                scene.assertPublished(CPU, OTHER);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean publishOrYield(String publisher) {
        try {
            scene.publisher(publisher).publish(request(publisher));
            return true;
        } catch (ReleaseBusyException e) {
            return false;
        } catch (CrashingHost.Crash | EngineException e) {
            assertThat(scene.github.isDead(publisher)).as(e.toString()).isTrue();
            return false;
        }
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    private PublishRequest replacing(String publisher) {
        return PublishRequest.of(ReleaseTag.parse(GitHubScene.TAG))
                .publisher(publisher)
                .wheel(GitHubScene.wheel(CPU, "new bytes"))
                .amend(true)
                .clobber(true)
                .build();
    }

    private void killEverywhere(Predicate<LoopbackGitHub.Request> where, GitHubFault death) {
        boolean survived = false;
        for (int requests = 0; !survived; requests++) {
            scene.model().forgetReleases();
            String victim = "victim-" + ++run;
            scene.github.kill(victim, where, requests, death);
            survived = publishUntilKilled(victim, request(victim));
            assertNothingHalfIsPublished();
            scene.publisher("survivor-" + run).publish(request("survivor-" + run));
            scene.assertPublished(CPU, OTHER);
            for (String name : scene.model().release(GitHubScene.TAG).names()) {
                assertThat(scene.model().arrivals(name))
                        .as("%s, killed at request %d", name, requests)
                        .isEqualTo(1);
            }
        }
    }

    /** True if it was done before it could be killed. */
    private boolean publishUntilKilled(String token, PublishRequest request) {
        try {
            scene.publisher(token).publish(request);
            return !scene.github.isDead(token);
        } catch (CrashingHost.Crash | EngineException e) {
            assertThat(scene.github.isDead(token)).as(e.toString()).isTrue();
            return false;
        }
    }

    private PublishRequest request(String publisher) {
        return scene.two().publisher(publisher).build();
    }

    private void assertNothingHalfIsPublished() {
        scene.model().releases(GitHubScene.TAG).stream()
                .filter(release -> !release.isDraft())
                .forEach(release -> assertThat(release.files()).hasSize(4));
    }
}
