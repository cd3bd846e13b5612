package io.jenkins.plugins.mlcwheels.engine.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.release.CrashingHost;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseWheel;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A loopback GitHub with one tag, two wheels for it, and a publisher; what most tests of this package begin with. */
final class GitHubScene implements AutoCloseable {

    static final String TAG = "v0.1.0";
    static final String COMMIT = "1".repeat(40);
    static final String CPU = "mlc_llm_cpu-0.1.0-py3-none-manylinux_2_27_x86_64.whl";
    static final String CUDA = "mlc_llm_cu128-0.1.0+g1234567-py3-none-manylinux_2_28_x86_64.whl";

    final LoopbackGitHub github;
    final VirtualTiming timing = new VirtualTiming();
    Duration answerTime = Duration.ofMinutes(1);
    Duration stallWindow = Duration.ofMinutes(1);
    final Heard heard = new Heard();
    final List<String> notices = heard.notices;

    GitHubScene() throws IOException {
        this(LoopbackGitHub.start());
    }

    GitHubScene(LoopbackGitHub github) {
        this.github = github.tag(TAG, COMMIT);
    }

    GitHubModel model() {
        return github.model();
    }

    GitHubRepository repository() {
        return GitHubRepository.parse(github.api(), github.repository());
    }

    /** Patient with the network, whose time is real, unless a test is about that. */
    HttpOptions options(String token) {
        return HttpOptions.of(() -> token).withStall(stallWindow, 1).withAnswerTime(answerTime);
    }

    GitHubReleaseHost host(String token) {
        return new GitHubReleaseHost(repository(), options(token), mortal(token), this::hear);
    }

    ReleasePublisher publisher(String token) {
        github.allow(token);
        return new ReleasePublisher(host(token), mortal(token), this::hear);
    }

    PublishReport publish() {
        return publisher("token").publish(request().build());
    }

    void hear(ProgressListener.Event event) {
        heard.on(event);
    }

    /** Remembers all notices. */
    static final class Heard implements ProgressListener {
        private final List<String> notices = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void on(Event event) {
            if (event instanceof Notice notice) {
                notices.add(notice.text());
            }
        }

        @Override
        public String toString() {
            return notices.toString();
        }
    }

    PublishRequest.Builder request() {
        return PublishRequest.of(ReleaseTag.parse(TAG)).commit(COMMIT).wheel(wheel(CPU, "cpu bytes"));
    }

    PublishRequest.Builder two() {
        return request().wheel(wheel(CPU.replace("cpu", "cu128"), "cuda bytes"));
    }

    static ReleaseWheel wheel(String name, String content) {
        return ReleaseWheel.of(ReleaseAsset.ofBytes(name, content.getBytes(StandardCharsets.UTF_8)));
    }

    /** Exactly one release, published, with exactly the right files and nothing else. */
    void assertPublished(String... wheels) {
        GitHubModel.StoredRelease release = model().release(TAG);
        assertThat(release.isDraft()).isFalse();
        List<String> names = new ArrayList<>(List.of(wheels));
        names.add("release.json");
        names.add("SHA256SUMS");
        assertThat(release.names()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(release.files()).hasSize(names.size());
        assertThat(release.body()).doesNotContain("mlc-wheels publisher");
        assertThat(release.files().get(CPU)).asString().isEqualTo("cpu bytes");
    }

    /** Time in which the user of a token can die. */
    Timing mortal(String token) {
        return new Timing() {
            @Override
            public Instant now() {
                return timing.now();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                if (github.isDead(token)) {
                    throw new CrashingHost.Crash("dead: " + token);
                }
                timing.sleep(duration);
            }

            @Override
            public double chance() {
                return timing.chance();
            }

            @Override
            public Repeating every(Duration period, Runnable task) {
                return timing.every(period, () -> {
                    try {
                        if (!github.isDead(token)) {
                            task.run();
                        }
                    } catch (CrashingHost.Crash e) {
                        // Others, whose sleep moved the time on, are not concerned.
                        assertThat(github.isDead(token)).isTrue();
                    }
                });
            }
        };
    }

    @Override
    public void close() {
        github.close();
        assertThat(github.violations()).isEmpty();
    }
}
