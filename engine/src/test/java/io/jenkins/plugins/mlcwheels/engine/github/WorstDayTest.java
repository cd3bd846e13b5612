package io.jenkins.plugins.mlcwheels.engine.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Days on which GitHub fails uploads that come several at once, in virtual time. */
class WorstDayTest {

    private static final String UNICORN = "<html><title>Unicorn! &middot; GitHub</title></html>";

    private GitHubScene scene;

    @BeforeEach
    void start() throws IOException {
        scene = new GitHubScene();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    /** Fails uploads for some time unless the publisher has said that it sends one at a time, in one of the ways reported. */
    private void failWhatComesAtOnce(int hours) {
        Instant end = scene.timing.now().plus(Duration.ofHours(hours));
        Random random = new Random(17);
        scene.github.fail(LoopbackGitHub.Request::isAssetUpload, Integer.MAX_VALUE, exchange -> {
            if (isOneAtATime() || !scene.timing.now().isBefore(end)) {
                exchange.proceed();
                return;
            }
            int kind;
            synchronized (random) {
                kind = random.nextInt(3);
            }
            switch (kind) {
                case 0 -> GitHubFault.answer(502, Map.of(), UNICORN).apply(exchange);
                case 1 ->
                    GitHubFault.answer(422, Map.of(), "{\"message\": \"Error saving asset\"}")
                            .apply(exchange);
                default -> GitHubFault.starter().apply(exchange);
            }
        });
    }

    private boolean isOneAtATime() {
        return List.copyOf(scene.notices).stream()
                .filter(line -> line.contains("from now on"))
                .reduce((earlier, later) -> later)
                .filter(line -> line.endsWith("from now on one at a time"))
                .isPresent();
    }

    private PublishRequest files(int number) {
        PublishRequest.Builder request =
                PublishRequest.of(ReleaseTag.parse(GitHubScene.TAG)).commit(GitHubScene.COMMIT);
        for (int i = 0; i < number; i++) {
            request.wheel(GitHubScene.wheel(name(i), "bytes " + i));
        }
        return request.build();
    }

    private static String name(int i) {
        return "demo_" + i + "-0.1.0-py3-none-manylinux_2_28_x86_64.whl";
    }

    @Test
    void shouldSendOneAtATimeAndMoreAgainWhenThatWorks() {
        failWhatComesAtOnce(1);

        scene.publisher("token").publish(files(40));

        assertThat(scene.model().release(GitHubScene.TAG).isDraft()).isFalse();
        assertThat(scene.notices)
                .anyMatch(line -> line.matches("uploads of [2-9] files failed \\(.*\\); from now on one at a time"))
                .anyMatch(line -> line.equals("3 uploads in a row worked; from now on 2 at once"));
        assertThat(scene.notices)
                .filteredOn(line -> line.contains("from now on"))
                .hasSizeLessThan(16);
        for (int i = 0; i < 40; i++) {
            assertThat(scene.model().arrivals(name(i))).isEqualTo(1);
        }
    }

    @Test
    void shouldNotSlowDownForOneBadFile() {
        scene.github.fail(
                request ->
                        request.isAssetUpload() && request.query().get("name").equals(name(0)),
                4,
                GitHubFault.status(502));
        scene.publisher("token").publish(files(12));
        assertThat(scene.notices).noneMatch(line -> line.contains("from now on"));
    }

    @Test
    void shouldTellHowMuchIsUpWhenTheTimeIsOver() {
        scene.github.fail(
                request ->
                        request.isAssetUpload() && request.query().get("name").equals(name(3)),
                Integer.MAX_VALUE,
                GitHubFault.status(503));
        HttpOptions hurried = scene.options("token").withDeadline(Duration.ofSeconds(20));
        GitHubReleaseHost host = new GitHubReleaseHost(scene.repository(), hurried, scene.timing, scene::hear);
        PublishRequest four = files(4);
        assertThatThrownBy(() -> new ReleasePublisher(host, scene.timing, scene::hear).publish(four))
                .isInstanceOf(RemoteException.class);
        assertThat(scene.notices)
                .anyMatch(
                        line -> line.matches("3 of 6 files \\(.*\\) of v0\\.1\\.0 are up on .*, in a draft that nobody"
                                + " sees; publish again to go on there"));
        assertThat(scene.model().release(GitHubScene.TAG).isDraft()).isTrue();

        scene.github.forgetFaults();
        scene.publisher("token").publish(four);
        assertThat(scene.model().release(GitHubScene.TAG).isDraft()).isFalse();
        for (int i = 0; i < 4; i++) {
            assertThat(scene.model().arrivals(name(i))).isEqualTo(1);
        }
    }

    /**
     * Each file stands for 222 MB that take 6 s on one of four connections: an upload moves the time on by 1.5 s. In the
     * first hour requests fail at random; the publisher is given three hours at a time.
     */
    @Test
    void shouldBring900FilesUpWithinTheLimitsOnDayOfFaults() {
        Random random = new Random(900);
        scene.model().clock(scene.timing::now);
        Instant badUntil = scene.timing.now().plus(Duration.ofHours(1));
        List<Instant> writes = Collections.synchronizedList(new ArrayList<>());
        scene.github.fail(request -> true, Integer.MAX_VALUE, exchange -> {
            Instant now = scene.timing.now();
            int chance;
            int kind;
            synchronized (random) {
                chance = random.nextInt(100);
                kind = random.nextInt(5);
            }
            if (exchange.request().changes()) {
                writes.add(now);
            }
            try {
                if (exchange.request().isAssetUpload()) {
                    scene.timing.sleep(Duration.ofMillis(1500));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (now.isBefore(badUntil) && chance < (exchange.request().isAssetUpload() ? 12 : 3)) {
                fault(kind, exchange.request().isUpload()).apply(exchange);
            } else {
                exchange.proceed();
            }
        });
        PublishRequest request = files(900);
        int runs = 0;
        for (boolean done = false; !done; ) {
            runs++;
            HttpOptions options = scene.options("token").withDeadline(Duration.ofHours(2));
            GitHubReleaseHost host = new GitHubReleaseHost(scene.repository(), options, scene.timing, scene::hear);
            try {
                new ReleasePublisher(host, scene.timing, scene::hear).publish(request);
                done = true;
            } catch (RemoteException e) {
                assertThat(scene.model().release(GitHubScene.TAG).isDraft()).isTrue();
                assertThat(scene.notices).last().asString().contains(" files (", "in a draft that nobody sees");
            }
        }
        assertThat(runs).isBetween(2, 4);
        assertThat(scene.model().release(GitHubScene.TAG).files()).hasSize(902);
        for (int i = 0; i < 900; i++) {
            assertThat(scene.model().arrivals(name(i))).as(name(i)).isEqualTo(1);
        }
        assertThat(most(writes, Duration.ofMinutes(1))).isLessThanOrEqualTo(80);
        assertThat(most(writes, Duration.ofHours(1))).isLessThanOrEqualTo(500);
    }

    private static GitHubFault fault(int kind, boolean upload) {
        return switch (kind) {
            case 0 -> GitHubFault.status(502);
            case 1 -> GitHubFault.answer(503, Map.of(), UNICORN);
            case 2 -> GitHubFault.noAnswer();
            case 3 -> upload ? GitHubFault.starter() : GitHubFault.status(500);
            default -> upload ? GitHubFault.lostAnswer() : GitHubFault.noAnswer();
        };
    }

    /** How many lie within any span of that length at most. */
    private static int most(List<Instant> times, Duration span) {
        List<Instant> sorted = times.stream().sorted().toList();
        int most = 0;
        int from = 0;
        for (int to = 0; to < sorted.size(); to++) {
            while (!sorted.get(from).plus(span).isAfter(sorted.get(to))) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
