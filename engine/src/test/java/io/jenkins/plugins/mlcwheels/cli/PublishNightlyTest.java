package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.engine.manifest.ImportProof;
import io.jenkins.plugins.mlcwheels.engine.manifest.TestRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.WheelTest;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishes and prunes nightlies, each time as a process of its own. */
class PublishNightlyTest {

    private static final String SECRET = "ghp_0123456789secret";
    private static final String FIRST = "1a2b3c4" + "0".repeat(33);
    private static final String SECOND = "2b3c4d5" + "0".repeat(33);

    @TempDir
    private Path directory;

    private LoopbackGitHub github;
    private Instant uploads = Instant.now();
    private CommandProcess.Result result = new CommandProcess.Result(0, "", "");

    @BeforeEach
    void start() throws IOException {
        github = LoopbackGitHub.start().allow(SECRET);
        github.model().clock(() -> uploads);
    }

    @AfterEach
    void end() {
        github.close();
        assertThat(result.out() + result.err()).doesNotContain(SECRET);
        assertThat(github.violations()).isEmpty();
    }

    @Test
    void shouldKeepMovingReleaseAndPruneItAfterGrace() throws Exception {
        uploads = Instant.now().minus(Duration.ofDays(3));
        assertThat(publish(1, FIRST, "--index", "simple")).as(result.err()).isZero();
        assertThat(result.err()).contains("demo: Newest nightly: 0.20.dev1, uploaded ", " UTC, 3 days ago");
        assertThat(index()).contains(wheel(1), "<p>Newest nightly: 0.20.dev1");

        uploads = Instant.now();
        assertThat(publish(2, SECOND, "--index", "simple")).as(result.err()).isZero();
        assertThat(index()).contains(wheel(2), "<p>Newest nightly: 0.20.dev2").doesNotContain(wheel(1));
        assertThat(github.model().tags()).containsEntry("nightly", SECOND);

        assertThat(prune("--index", "simple", "--apply")).as(result.err()).isZero();
        assertThat(result.out()).contains(wheel(1) + ": newer ones are offered in its place, but not for long enough");
        assertThat(github.model().release("nightly").names()).contains(wheel(1), wheel(2));

        assertThat(prune("--apply", "--grace", "0")).as(result.err()).isZero();
        assertThat(github.model().release("nightly").names()).contains(wheel(2)).doesNotContain(wheel(1));
    }

    @Test
    void shouldKeepDatedReleasesAndPruneThemWithTheirTags() throws Exception {
        github.model().makeImmutable();
        assertThat(publish(1, FIRST)).as(result.err()).isZero();
        assertThat(publish(2, SECOND)).as(result.err()).isZero();
        assertThat(github.model().published()).hasSize(2).allMatch(tag -> tag.matches("nightly-[0-9]{8}-g.{7}"));

        assertThat(prune("--grace", "0", "--delete-tags", "--apply", "--index", "simple"))
                .as(result.err())
                .isZero();
        assertThat(result.err()).contains("it was immutable, so that its tag can never be used again");
        assertThat(github.model().published()).hasSize(1).allMatch(tag -> tag.endsWith("-g2b3c4d5"));
        assertThat(github.model().tags().keySet()).hasSize(1);
        assertThat(index()).contains(wheel(2)).doesNotContain(wheel(1));
    }

    @Test
    void shouldPublishNothingThatWasNotTested() throws Exception {
        assertThat(publish(1, FIRST)).as(result.err()).isZero();
        Path untested = TestWheels.wheel("demo", "0.20.dev2", "py3-none-any")
                .file("demo.py", "2")
                .writeTo(directory);
        assertThat(nightly(SECOND, untested)).isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(result.err()).contains("has no record of a test that passed", "--allow-untested");
        assertThat(github.model().release("nightly").names()).contains(wheel(1)).doesNotContain(wheel(2));
        assertThat(nightly(SECOND, untested, "--allow-untested"))
                .as(result.err())
                .isZero();
    }

    @Test
    void shouldSayThatTheSameCommitIsThere() throws Exception {
        assertThat(publish(1, FIRST)).as(result.err()).isZero();
        Path again = TestWheels.wheel("demo", "0.20.dev1", "py3-none-any")
                .file("demo.py", "built again")
                .writeTo(directory);
        assertThat(nightly(FIRST, again, "--allow-untested")).as(result.err()).isZero();
        assertThat(result.out()).contains("published before: ", "built before; these wheels have other bytes");
    }

    @Test
    void shouldRefuseOptionsThatContradict() throws Exception {
        Path wheel = tested(1);
        assertThat(nightly(FIRST, wheel, "--tag", "v1.2.0")).isEqualTo(ExitCode.USAGE.code());
        assertThat(result.err()).contains("--tag is not for nightlies");
        assertThat(nightly(FIRST, wheel, "--latest")).isEqualTo(ExitCode.USAGE.code());
        assertThat(result.err()).contains("--nightly decides about --latest by itself");
        assertThat(run("publish", wheel.toString())).isEqualTo(ExitCode.USAGE.code());
        assertThat(result.err()).contains("Name a --tag, such as v0.1.0, or publish a --nightly");
        assertThat(run("publish", "--nightly", wheel.toString())).isEqualTo(ExitCode.USAGE.code());
        assertThat(result.err()).contains("needs the whole hash of the commit", "git rev-parse HEAD");
    }

    private String index() throws IOException {
        return Files.readString(directory.resolve("simple/demo/index.html"));
    }

    private static String wheel(int dev) {
        return "demo-0.20.dev" + dev + "-py3-none-any.whl";
    }

    private Path tested(int dev) throws IOException {
        Path wheel = TestWheels.wheel("demo", "0.20.dev" + dev, "py3-none-any")
                .file("demo.py", "")
                .writeTo(directory);
        ImportProof proof = new ImportProof(ImportProof.Outcome.PROVEN, List.of());
        TestRecord record = new TestRecord(
                wheel.getFileName().toString(),
                Sha256.of(wheel),
                "/usr/bin/python3",
                new WheelTest("3.13.1", proof),
                List.of(),
                List.of());
        Files.write(directory.resolve(wheel.getFileName() + TestRecord.SUFFIX), record.toJson());
        return wheel;
    }

    private int publish(int dev, String commit, String... more) throws Exception {
        return nightly(commit, tested(dev), more);
    }

    private int nightly(String commit, Path wheel, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of("publish", "--nightly", "--commit", commit, wheel.toString()));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private int prune(String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of("prune", "nightlies", "--tag", "nightly", "--keep", "1"));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private int run(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--repo", github.repository(), "--api", github.api().toString()));
        result = CommandProcess.run(directory, SECRET, all.toArray(String[]::new));
        return result.code();
    }
}
