package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightCommandTest {

    private static final String SECRET = "github_pat_11AAAA0000000000000000_secret";
    private static final String MATRIX = """
            [tool.mlc-wheels]
            build = ["cp311-manylinux_*"]
            archs = ["x86_64", "aarch64"]
            """;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path source;

    @BeforeEach
    void makeSource() throws IOException {
        LocalCompiler.assume("git");
        source = Files.createDirectories(directory.resolve("source"));
        Files.writeString(source.resolve("pyproject.toml"), """
                [build-system]
                requires = []
                build-backend = "backend"
                backend-path = ["."]
                [project]
                name = "Fx.Demo"
                version = "0"
                """);
        git("init", "-q");
        git("add", ".");
        git("commit", "-qm", "first");
        git("tag", "v1.0.0");
    }

    @Test
    void shouldSayWhatTheReleaseWouldHaveAndChangeNothing() {
        Path to = directory.resolve("to");
        assertThat(preflight("v1.0.0", "--to", to + "")).as(err + "").isZero();
        assertThat(out + "").contains("nothing stands in the way of v1.0.0", "  fx_demo-1.0.0-*.whl");
        assertThat(to).doesNotExist();
    }

    @Test
    void shouldGiveAllReasonsAtOnce() throws IOException {
        Path to = directory.resolve("to");
        Files.createDirectories(to.resolve("v1.0.0"));
        Files.writeString(source.resolve("pyproject.toml"), Files.readString(source.resolve("pyproject.toml")) + "\n");
        Path huge = Files.createFile(directory.resolve("notes.txt"));
        assertThat(preflight(
                        "v1.0.0",
                        "--to",
                        to + "",
                        "--attach",
                        huge + "",
                        "--expect",
                        "other-*.whl",
                        "--index-url",
                        directory.resolve("no-index").toUri() + ""))
                .isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "")
                .contains(
                        "v1.0.0 was not published, for 4 reasons",
                        "the release would not be of the tag v1.0.0: the source has changes that are not committed",
                        "'notes.txt' is empty",
                        "no wheel that will be built matches 'other-*.whl', which is expected",
                        "there is no index at file:///");
    }

    @Test
    void shouldRefuseReleaseThatIsPublishedUnlessItIsAmended() throws IOException {
        Path to = directory.resolve("to");
        Files.createDirectories(to.resolve("v1.0.0"));
        assertThat(preflight("v1.0.0", "--to", to + "")).isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "").contains("the release v1.0.0 is published already on " + to);
        assertThat(preflight("v1.0.0", "--to", to + "", "--amend")).as(err + "").isZero();
    }

    @Test
    void shouldTakeTagThatTheSourceLacksWithANoticeForADirectory() {
        assertThat(preflight("v1.0.1", "--to", directory.resolve("to") + ""))
                .as(err + "")
                .isZero();
        assertThat(err + "").contains("the source has no tag v1.0.1");
        assertThat(preflight("1.0", "--to", directory.resolve("to") + "")).isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "").contains("tag \"1.0\": a release tag begins with v");
    }

    @Test
    void shouldExpectOnlyWhatWillBeBuilt() throws Exception {
        Files.writeString(
                source.resolve("pyproject.toml"), Files.readString(source.resolve("pyproject.toml")) + MATRIX);
        git("commit", "-qam", "matrix");
        git("tag", "-f", "v1.0.0");
        String to = directory.resolve("to") + "";
        assertThat(preflight("v1.0.0", "--to", to, "--container", "--expect", "*aarch64.whl"))
                .as(err + "")
                .isZero();
        String foreign = System.getProperty("os.arch").equals("aarch64") ? "x86_64" : "aarch64";
        assertThat(preflight("v1.0.0", "--to", to, "--expect", "*" + foreign + ".whl"))
                .isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "")
                .contains(
                        "no wheel that will be built matches", "cp311-manylinux_" + foreign + ": builds here are for");
    }

    @Test
    void shouldAskGitHubWithoutChangingAnything() throws Exception {
        try (LoopbackGitHub github = LoopbackGitHub.start().allow(SECRET)) {
            github.tag("v1.0.0", head());
            assertThat(ask(github, SECRET))
                    .extracting(CommandProcess.Result::code)
                    .isEqualTo(0);

            github.tag("v1.0.0", "1".repeat(40));
            CommandProcess.Result moved = ask(github, SECRET);
            assertThat(moved.code()).isEqualTo(ExitCode.PUBLISH_REFUSED.code());
            assertThat(moved.err())
                    .contains("the tag v1.0.0 points at " + "1".repeat(40) + ", but the wheels were built from ");

            assertThat(ask(github, "").err()).contains("GITHUB_TOKEN is not set");
            assertThat(ask(github, "ghp_of_yesterday").err()).contains("refused the token (401)");
            github.model().readOnly();
            assertThat(ask(github, SECRET).err()).contains("for 2 reasons", "the token may not write to ");
            assertThat(github.requests()).noneMatch(LoopbackGitHub.Request::changes);
        }
    }

    private CommandProcess.Result ask(LoopbackGitHub github, String token) throws Exception {
        return CommandProcess.run(
                directory,
                token,
                "preflight",
                source + "",
                "--tag",
                "v1.0.0",
                "--repo",
                github.repository(),
                "--api",
                github.api() + "");
    }

    private int preflight(String tag, String... options) {
        List<String> command = new ArrayList<>(List.of("preflight", source + "", "--tag", tag));
        command.addAll(Arrays.asList(options));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(command.toArray(String[]::new));
    }

    private String head() throws Exception {
        return git("rev-parse", "HEAD").strip();
    }

    private String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@localhost"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(source.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
