package io.jenkins.plugins.mlcwheels.engine.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubFault;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubRepository;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.index.IndexDirectory;
import io.jenkins.plugins.mlcwheels.engine.release.CrashingHost;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseWheel;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPlan;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionReport;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thirty days of nightlies: some nights nothing is published since tests failed, some bring no wheel for Windows, some
 * publishers and pruners are killed and started again, some forget the index, and nobody prunes every day. At each request to GitHub and at random moments, all that the
 * index named within the last day can be had.
 */
class NightlyMonthTest {

    private static final Duration GRACE = Duration.ofDays(1);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FLAVOURS = List.of("cpu", "cu128");

    @TempDir
    private Path directory;

    private final VirtualTiming timing = new VirtualTiming();
    private final Random random = new Random(20261129);
    private final Map<String, Instant> named = new TreeMap<>();
    private final Map<String, Integer> newest = new HashMap<>();
    private final List<String> gone = new ArrayList<>();
    private final Set<String> everUsed = new HashSet<>();
    private LoopbackGitHub github;
    private Path index;
    private int checks;
    private int deaths;
    private int tokens;

    @ParameterizedTest
    @EnumSource
    void shouldNeverOfferWhatIsGone(NightlyKind kind) throws Exception {
        index = directory.resolve("simple");
        try (LoopbackGitHub server = LoopbackGitHub.start()) {
            github = server;
            github.model().clock(timing::now);
            if (kind == NightlyKind.DATED) {
                github.model().makeImmutable();
            }
            github.fail(request -> look(), Integer.MAX_VALUE, GitHubFault.noAnswer());
            for (int day = 1; day <= 30; day++) {
                boolean passed = day == 1 || random.nextInt(6) > 0;
                boolean indexed = random.nextInt(3) > 0;
                if (passed) {
                    publish(kind, day, indexed);
                    if (indexed) {
                        assertIndexHasNewest();
                    }
                }
                pass(Duration.ofHours(1 + random.nextInt(8)));
                if (random.nextInt(3) > 0 || day == 30) {
                    prune();
                    assertIndexHasNewest();
                }
                pass(Duration.ofMinutes(random.nextInt(1000)));
                assertThat(gone).isEmpty();
            }
            assertThat(checks).isGreaterThan(1000);
            assertThat(deaths).isGreaterThan(5);
            assertLittleIsLeft(kind);
            assertThat(github.violations()).isEmpty();
        }
    }

    /** What the installers that read the index within the last day will ask for. */
    private synchronized boolean look() {
        checks++;
        Instant now = timing.now();
        for (String url : addresses()) {
            named.put(url, now);
        }
        named.values().removeIf(time -> time.isBefore(now.minus(GRACE).plusSeconds(1)));
        named.keySet().stream()
                .filter(url -> github.model().download(url).isEmpty())
                .forEach(url -> gone.add("404 at " + now + ": " + url));
        return false;
    }

    private List<String> addresses() {
        if (!Files.isDirectory(index)) {
            return List.of();
        }
        try (Stream<Path> pages = Files.walk(index, 2)) {
            List<String> urls = new ArrayList<>();
            for (Path page : pages.filter(file -> file.endsWith("index.json")).toList()) {
                for (JsonNode file : JSON.readTree(page.toFile()).path("files")) {
                    urls.add(file.path("url").asText());
                }
            }
            return urls;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass(Duration time) throws InterruptedException {
        Duration step = time.dividedBy(3);
        for (int i = 0; i < 3; i++) {
            timing.sleep(step);
            look();
        }
    }

    private ReleaseHost host(String token) {
        return new GitHubReleaseHost(
                GitHubRepository.parse(github.api(), github.repository()),
                HttpOptions.of(() -> token),
                mortal(token),
                ProgressListener.SILENT);
    }

    /** Time in which the user of a token can die. */
    private Timing mortal(String token) {
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
                    if (!github.isDead(token)) {
                        task.run();
                    }
                });
            }
        };
    }

    /** Until it is done, each time with a token of its own, whose user may be killed. */
    private void untilDone(Work work) throws Exception {
        for (boolean done = false; !done; ) {
            String token = "token-" + ++tokens;
            github.allow(token);
            if (random.nextInt(3) == 0) {
                github.kill(
                        token,
                        random.nextInt(30),
                        random.nextBoolean() ? GitHubFault.noAnswer() : GitHubFault.lostAnswer());
            }
            try {
                work.with(token);
                done = true;
            } catch (CrashingHost.Crash | EngineException e) {
                assertThat(github.isDead(token)).as(e.toString()).isTrue();
                timing.forgetTasks();
                deaths++;
            }
        }
    }

    private interface Work {
        void with(String token) throws Exception;
    }

    private void publish(NightlyKind kind, int day, boolean indexed) throws Exception {
        String commit = Sha256.of("day " + day).substring(0, 40);
        List<ReleaseWheel> wheels = new ArrayList<>();
        for (String flavour : FLAVOURS) {
            wheels.add(wheel(flavour, day, "manylinux_2_28_x86_64"));
            if (day % 4 != 0) {
                wheels.add(wheel(flavour, day, "win_amd64"));
            }
        }
        untilDone(token -> {
            ReleaseHost host = host(token);
            NightlyPublisher nightlies = new NightlyPublisher(host, mortal(token), ProgressListener.SILENT);
            Map<String, String> digests = new HashMap<>();
            wheels.forEach(
                    wheel -> digests.put(wheel.asset().name(), wheel.asset().sha256()));
            NightlyPlace place = nightlies.place(new NightlyOrder(
                    "nightly", Optional.empty(), false, commit, Pep440Version.parse("0.20.dev" + day), digests));
            assertThat(place.kind()).isEqualTo(kind);
            PublishRequest.Builder builder =
                    PublishRequest.of(place.tag()).publisher("job-nightly").notes(nightlies.notes(place));
            wheels.forEach(builder::wheel);
            PublishRequest request = place.complete(builder).build();
            ReleasePublisher publisher = new ReleasePublisher(host, mortal(token), ProgressListener.SILENT);
            nightlies.publish(place, request, () -> publisher.publish(request));
            everUsed.add(place.tag().toString());
            if (indexed) {
                writeIndex(host);
            }
            if (kind == NightlyKind.MOVING) {
                assertThat(github.model().tags()).containsEntry("nightly", commit);
                assertThat(github.model().release("nightly").body()).contains(commit, "0.20.dev" + day);
            } else {
                assertThat(github.model().tags()).doesNotContainKey("nightly");
            }
        });
        wheels.forEach(wheel -> newest.put(group(wheel.asset().name()), day));
    }

    private static String group(String name) {
        return name.replaceFirst("-0\\.20\\.dev[0-9]+-", " ");
    }

    private static ReleaseWheel wheel(String flavour, int day, String platform) {
        String name = "mlc_llm_nightly_" + flavour + "-0.20.dev" + day + "-py3-none-" + platform + ".whl";
        return ReleaseWheel.of(ReleaseAsset.ofBytes(name, name.getBytes(StandardCharsets.UTF_8)));
    }

    private void writeIndex(ReleaseHost host) throws Exception {
        NightlyPruner offer =
                new NightlyPruner(host, "nightly", RetentionPolicy.newest(1), timing, ProgressListener.SILENT);
        new IndexDirectory(index, timing, ProgressListener.SILENT).write(offer.remaining(offer.plan()));
    }

    private void prune() throws Exception {
        untilDone(token -> {
            IndexDirectory own = new IndexDirectory(index, timing, ProgressListener.SILENT);
            NightlyPruner pruner = new NightlyPruner(
                            host(token), "nightly", RetentionPolicy.newest(1), mortal(token), ProgressListener.SILENT)
                    .withGrace(GRACE, own.lastNamed())
                    .deletingTags(true);
            RetentionPlan plan = pruner.plan();
            RetentionReport report = pruner.apply(plan, own::write);
            if (!report.isComplete()) {
                throw new EngineException(EngineException.Kind.REMOTE, report.toString(), "");
            }
        });
    }

    private void assertIndexHasNewest() {
        Map<String, Integer> offered = new HashMap<>();
        addresses().forEach(url -> {
            String name = url.substring(url.lastIndexOf('/') + 1);
            offered.merge(group(name), Integer.parseInt(name.replaceFirst(".*\\.dev([0-9]+)-.*", "$1")), Math::max);
        });
        assertThat(offered).isEqualTo(newest);
    }

    private void assertLittleIsLeft(NightlyKind kind) {
        List<String> published = github.model().published();
        if (kind == NightlyKind.MOVING) {
            assertThat(published).containsExactly("nightly");
            assertThat(github.model().release("nightly").names()).hasSizeLessThan(2 + 4 * 4);
        } else {
            assertThat(published).hasSizeLessThan(5);
            assertThat(everUsed).hasSizeGreaterThan(20);
            assertThat(github.model().tags().keySet()).containsExactlyInAnyOrderElementsOf(published);
        }
    }
}
