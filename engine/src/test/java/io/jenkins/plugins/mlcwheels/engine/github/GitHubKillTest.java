package io.jenkins.plugins.mlcwheels.engine.github;

import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.CPU;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.release.CrashingHost;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kills the publisher at every single one of its requests in turn, and starts it again. */
class GitHubKillTest {

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
        killEverywhere(GitHubFault.noAnswer());
    }

    @Test
    void shouldEndInTheSameStateWhenKilledAfterAnyRequest() {
        killEverywhere(GitHubFault.lostAnswer());
    }

    @Test
    void shouldEndInTheSameStateWhenKilledInTheMiddleOfAnyUpload() {
        killEverywhere(exchange -> {
            if (exchange.request().isUpload()) {
                GitHubFault.resetAfter(3).apply(exchange);
            }
        });
    }

    private void killEverywhere(GitHubFault death) {
        boolean survived = false;
        for (int requests = 0; !survived; requests++) {
            scene.model().forgetReleases();
            survived = publishUntilKilled("victim-" + ++run, requests, death);
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
    private boolean publishUntilKilled(String token, int requests, GitHubFault death) {
        scene.github.kill(token, requests, death);
        try {
            scene.publisher(token).publish(request(token));
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
