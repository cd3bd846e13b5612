package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.github.GitHubFault;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubModel;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.engine.packageindex.LoopbackIndex;
import io.jenkins.plugins.mlcwheels.engine.packageindex.TestSources;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishes a release and its files on a package index, as a process of its own. */
class PublishWithIndexTest {

    private static final String TOKEN = "ghp_0123456789secret";
    private static final String PASSWORD = "pypi-good-token";
    private static final String WHEEL = "demo-0.1.0-py3-none-any.whl";
    private static final String SOURCES = "demo-0.1.0.tar.gz";

    @TempDir
    private Path directory;

    private LoopbackGitHub github;
    private LoopbackIndex index;
    private String output = "";

    @BeforeEach
    void start() throws IOException {
        github = LoopbackGitHub.start().tag("v0.1.0", "1".repeat(40)).allow(TOKEN);
        index = LoopbackIndex.start();
        TestWheels.wheel("demo", "0.1.0", "py3-none-any").file("demo.py", "").writeTo(directory);
        TestSources.write(directory, "demo", "0.1.0", "Metadata-Version: 2.1\nName: demo\nVersion: 0.1.0\n");
    }

    @AfterEach
    void end() {
        github.close();
        index.close();
        assertThat(output).doesNotContain(TOKEN).doesNotContain(PASSWORD);
        assertThat(github.violations()).isEmpty();
    }

    @Test
    void shouldSendToTheIndexBetweenDraftAndPublishedRelease() throws Exception {
        List<Boolean> drafts = new ArrayList<>();
        index.fail(LoopbackIndex.Request::isUpload, 9, exchange -> {
            GitHubModel.StoredRelease release = github.model().release("v0.1.0");
            drafts.add(release.isDraft() && release.names().contains("SHA256SUMS"));
            return false;
        });

        assertThat(publish("--attach", SOURCES, "--index", "simple")).as(output).isZero();

        assertThat(drafts).containsExactly(true, true);
        assertThat(index.arrivals()).containsExactly(WHEEL, SOURCES);
        assertThat(github.model().release("v0.1.0").isDraft()).isFalse();
        assertThat(github.model().release("v0.1.0").names()).contains(WHEEL, SOURCES);
        assertThat(directory.resolve("simple/demo/index.html")).content().contains(WHEEL);
        assertThat(output).contains("uploaded " + WHEEL, "uploaded " + SOURCES, "published: ");

        assertThat(publish("--attach", SOURCES)).as(output).isZero();
        assertThat(output).contains("nothing to do", "there    " + WHEEL);
    }

    @Test
    void shouldChangeNothingWhenTheIndexWouldRefuse() throws Exception {
        index.put("demo", WHEEL, new byte[] {1});
        assertThat(publish()).isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(output).contains("v0.1.0 was not published", "has '" + WHEEL + "' with other bytes");
        assertThat(publish("--dry-run")).isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(github.requests()).noneMatch(LoopbackGitHub.Request::changes);
    }

    @Test
    void shouldTellWhatIsWhereWhenTheIndexFailsAndGoOnNextTime() throws Exception {
        index.fail(LoopbackIndex.Request::isUpload, 1, LoopbackIndex.Fault.answer(403, "text/plain", "not yours"));
        assertThat(publish()).isEqualTo(ExitCode.REMOTE_ERROR.code());
        assertThat(output)
                .contains("not yours", "0 of 1 file is on ", "v0.1.0 is a complete draft, and not published")
                .contains("Then publish again");
        assertThat(github.model().release("v0.1.0").isDraft()).isTrue();

        assertThat(publish()).as(output).isZero();
        assertThat(github.model().release("v0.1.0").isDraft()).isFalse();
        assertThat(github.model().arrivals(WHEEL)).isEqualTo(1);
    }

    @Test
    void shouldTellWhatIsWhereWhenTheReleaseCannotBePublished() throws Exception {
        github.fail(
                request -> request.method().equals("PATCH")
                        && !github.model().releases("v0.1.0").isEmpty()
                        && !index.arrivals().isEmpty(),
                9,
                GitHubFault.answer(422, Map.of(), "{\"message\": \"no good day\"}"));
        assertThat(publish()).isEqualTo(ExitCode.REMOTE_ERROR.code());
        assertThat(output).contains("no good day", "1 of 1 file is on http://127.0.0.1", WHEEL);

        github.forgetFaults();
        assertThat(publish()).as(output).isZero();
        assertThat(github.model().release("v0.1.0").isDraft()).isFalse();
    }

    @Test
    void shouldRefuseOptionsThatContradict() throws Exception {
        assertThat(publish("--draft-only")).isEqualTo(ExitCode.USAGE.code());
        assertThat(output).contains("--draft-only stops before");
    }

    @Test
    void shouldEndInTheSameStateWhenKilledAtAnyWritingRequest() throws Exception {
        boolean everywhere = Boolean.getBoolean("mlcwheels.killEverywhere");
        int deaths = 0;
        for (boolean survived = false; !survived; deaths++) {
            github.model().forgetReleases();
            github.forgetFaults();
            index.forget();
            AtomicReference<Process> victim = new AtomicReference<>();
            AtomicInteger left = new AtomicInteger(deaths);
            boolean amid = deaths % 2 == 0;
            github.fail(request -> (everywhere || request.changes()) && left.getAndDecrement() == 0, 1, exchange -> {
                if (amid) {
                    exchange.effect();
                }
                kill(victim.get());
            });
            index.fail(request -> left.getAndDecrement() == 0, 1, exchange -> {
                exchange.getRequestBody().readNBytes(amid ? 200 : 0);
                kill(victim.get());
                throw new IOException("nobody is left to answer");
            });
            victim.set(process());
            finish(victim.get());
            survived = left.get() >= 0;
            if (github.model().releases("v0.1.0").stream().anyMatch(release -> !release.isDraft())) {
                assertThat(index.names()).as("published, so on the index").containsExactly(WHEEL);
            }
            assertThat(finish(process()))
                    .as("after death %d: %s", deaths, output)
                    .isZero();
            assertThat(github.model().release("v0.1.0").isDraft()).isFalse();
            assertThat(github.model().release("v0.1.0").names())
                    .containsExactlyInAnyOrder(WHEEL, "release.json", "SHA256SUMS");
            assertThat(index.arrivals()).as("killed at request %d", deaths).containsExactly(WHEEL);
            assertThat(github.model().arrivals(WHEEL)).isEqualTo(1);
        }
        assertThat(deaths).isGreaterThan(10);
    }

    private static void kill(Process process) {
        // The process itself would close its output, which somebody reads.
        process.toHandle().destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int publish(String... more) throws Exception {
        return finish(process(more));
    }

    private int finish(Process process) throws Exception {
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }

    private Process process(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "publish",
                "--repo",
                github.repository(),
                "--api",
                github.api().toString(),
                "--tag",
                "v0.1.0",
                "--publisher-id",
                "job-1",
                "--index-upload",
                index.address().toString()));
        arguments.addAll(List.of(more));
        arguments.add(WHEEL);
        ProcessBuilder builder = CommandProcess.builder(directory, TOKEN, arguments);
        builder.environment().put("TWINE_PASSWORD", PASSWORD);
        builder.environment().put("HOME", directory.toString());
        return builder.redirectErrorStream(true).start();
    }
}
