package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.github.GitHubModel;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command line as a process of its own against a GitHub on this machine. */
class PruneNightliesCommandTest {

    private static final String SECRET = "ghp_0123456789secret";
    private static final String OLD = "demo_nightly_cpu-0.20.dev1-py3-none-any.whl";
    private static final String NEW = "demo_nightly_cpu-0.20.dev2-py3-none-any.whl";

    @TempDir
    private Path directory;

    private LoopbackGitHub github;
    private GitHubModel.StoredRelease nightly;
    private CommandProcess.Result result = new CommandProcess.Result(0, "", "");

    @BeforeEach
    void start() throws IOException {
        github = LoopbackGitHub.start().allow(SECRET);
        nightly = github.model().addPrerelease("nightly");
        github.model().addAsset(nightly, OLD, new byte[] {1});
        github.model().addAsset(nightly, NEW, new byte[] {2});
        GitHubModel.StoredRelease stable = github.model().add("v0.19.0", false, "");
        github.model().addAsset(stable, "demo_cpu-0.19.0-py3-none-any.whl", new byte[] {3});
    }

    @AfterEach
    void end() {
        github.close();
        assertThat(result.out() + result.err()).doesNotContain(SECRET);
        assertThat(github.violations()).isEmpty();
    }

    private int run(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--repo", github.repository(), "--api", github.api().toString()));
        result = CommandProcess.run(directory, SECRET, all.toArray(String[]::new));
        return result.code();
    }

    private int prune(String tag, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of("prune", "nightlies", "--tag", tag, "--keep", "1"));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private String page(String project) throws IOException {
        return Files.readString(directory.resolve("pages/" + project + "/index.html"));
    }

    @Test
    void shouldShowWhatItWouldDoAndChangeNothing() throws Exception {
        assertThat(prune("nightly", "--index", "pages")).as(result.err()).isZero();
        assertThat(result.out())
                .contains(
                        "keep    " + NEW + ": it is number 1 of the newest 1",
                        "delete  " + OLD + ": it is number 2 of 2, and the newest 1 are kept",
                        "Add --apply to delete.");
        assertThat(github.requests()).allMatch(request -> request.method().equals("GET"));
        assertThat(directory.resolve("pages")).doesNotExist();
    }

    @Test
    void shouldDeleteWhenToldAndLeaveIndexOfWhatStays() throws Exception {
        assertThat(prune("nightly", "--index", "pages", "--apply"))
                .as(result.err())
                .isZero();
        assertThat(result.out()).contains("1 deleted, 1 kept, 0 failed");
        assertThat(nightly.names()).containsExactly(NEW);
        assertThat(page("demo-nightly-cpu")).contains(NEW + "#sha256=").doesNotContain(OLD);
        assertThat(page("demo-cpu")).contains("/releases/download/v0.19.0/demo_cpu-0.19.0-py3-none-any.whl#sha256=");
        assertThat(prune("nightly", "--index", "pages", "--apply")).isZero();
        assertThat(result.out()).contains("0 deleted, 1 kept");
    }

    @Test
    void shouldWriteIndexAndDeleteNothingSoThatItCanBeDeployedFirst() throws Exception {
        assertThat(prune("nightly", "--index", "pages", "--index-only"))
                .as(result.err())
                .isZero();
        assertThat(page("demo-nightly-cpu")).contains(NEW).doesNotContain(OLD);
        assertThat(nightly.names()).containsExactlyInAnyOrder(OLD, NEW);
        assertThat(prune("nightly", "--index-only")).isEqualTo(ExitCode.USAGE.code());
        assertThat(result.err()).contains("--index-only needs --index DIR");
    }

    @Test
    void shouldNotTouchStableReleases() throws Exception {
        assertThat(prune("v0.19.0", "--apply", "--force")).isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(result.err()).contains("v0.19.0 is the release of a version, whose wheels stay for ever");
        assertThat(prune("weekly", "--apply")).isEqualTo(ExitCode.NOTHING_TO_DO.code());
        assertThat(github.requests()).allMatch(request -> request.method().equals("GET"));
    }

    @Test
    void shouldWriteIndexOfPublishedReleases() throws Exception {
        assertThat(run("index", "--to", "pages", "--yank", "*dev1*=old"))
                .as(result.err())
                .isZero();
        assertThat(result.out()).contains("pages: 3 wheels of 2 projects");
        assertThat(page("demo-nightly-cpu"))
                .contains("/releases/download/nightly/" + NEW + "#sha256=", "data-yanked=\"old\"");
        assertThat(run("index", "--base-url", "https://x.example")).isEqualTo(ExitCode.USAGE.code());
        assertThat(run("index", "pages")).isEqualTo(ExitCode.USAGE.code());
    }
}
