package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.github.GitHubFault;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.engine.github.TestCertificate;
import io.jenkins.plugins.mlcwheels.engine.http.ForwardProxy;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command line as a process of its own, with the token in its environment. */
class PublishToGitHubTest {

    private static final String SECRET = "ghp_0123456789secret";

    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private LoopbackGitHub github;
    private String output = "";

    @BeforeEach
    void start() throws IOException {
        github = LoopbackGitHub.start().tag("v0.1.0", "1".repeat(40)).allow(SECRET);
        TestWheels.wheel("demo", "0.1.0", "py3-none-any").file("demo.py", "").writeTo(directory);
        Files.writeString(directory.resolve("notes.md"), "By hand.");
    }

    @AfterEach
    void end() {
        github.close();
        assertThat(output).doesNotContain(SECRET);
        assertThat(github.violations()).isEmpty();
    }

    @Test
    void shouldPublishAndPrintAddresses() throws Exception {
        assertThat(publish(SECRET, "--notes-file", "notes.md", "--expect", "demo-*.whl"))
                .as(output)
                .isZero();
        assertThat(github.model().release("v0.1.0").isDraft()).isFalse();
        assertThat(github.model().release("v0.1.0").body()).isEqualTo("By hand.");
        assertThat(output)
                .contains("published: ", "/releases/tag/v0.1.0", "sent demo-0.1.0-py3-none-any.whl")
                .contains("/releases/download/v0.1.0/SHA256SUMS");
    }

    /** The passphrase and the private key stay where they are: in no request, no output and no list of processes. */
    @Test
    void shouldPublishSignedReleaseThatVerifies() throws Exception {
        assertThat(run(SECRET, "keygen", "--out", "release.key")).as(output).isZero();
        assertThat(publish(SECRET, "--sign-key", "release.key", "--sbom"))
                .as(output)
                .isZero();
        assertThat(github.model().release("v0.1.0").names())
                .contains("demo-0.1.0-py3-none-any.whl.sigstore.json", "release.cdx.json");
        String[] verify = {
            "verify", "--repo", github.repository(), "--api", github.api().toString(), "--tag", "v0.1.0", "--key"
        };
        assertThat(run(SECRET, with(verify, "release.key.pub"))).isEqualTo(14);
        assertThat(output).contains("FAILED  tag: expected refs/tags/v0.1.0; found nothing");

        Files.delete(directory.resolve("demo-0.1.0-py3-none-any.whl.sigstore.json"));
        assertThat(run(
                        SECRET,
                        "sign",
                        "demo-0.1.0-py3-none-any.whl",
                        "--ref",
                        "refs/tags/v0.1.0",
                        "--sign-key",
                        "release.key"))
                .isZero();
        replace(
                "demo-0.1.0-py3-none-any.whl.sigstore.json",
                Files.readAllBytes(directory.resolve("demo-0.1.0-py3-none-any.whl.sigstore.json")));
        assertThat(run(SECRET, with(verify, "release.key.pub"))).as(output).isZero();
        replace("demo-0.1.0-py3-none-any.whl", new byte[] {1});
        assertThat(run(SECRET, with(verify, "release.key.pub"))).isEqualTo(14);
        assertThat(output).contains("FAILED  digest");
        String privateKey = Files.readAllLines(directory.resolve("release.key")).get(1);
        assertThat(github.requests()).noneMatch(request -> request.toString().contains(privateKey));
    }

    private void replace(String name, byte[] content) {
        github.model().removeAsset(github.model().release("v0.1.0"), name);
        github.model().addAsset(github.model().release("v0.1.0"), name, content);
    }

    private static String[] with(String[] command, String more) {
        return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
    }

    private int run(String token, String... arguments) throws Exception {
        ProcessBuilder builder = CommandProcess.builder(directory, token, List.of(arguments));
        Process process = builder.redirectErrorStream(true).start();
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }

    @Test
    void shouldShowPlanAndWriteNothingOnDryRun() throws Exception {
        assertThat(publish(SECRET, "--dry-run")).as(output).isZero();
        assertThat(output).contains("create", "upload", "publish");
        assertThat(github.requests()).noneMatch(LoopbackGitHub.Request::changes);
    }

    @Test
    void shouldExitWithRemoteErrorAndKeepTheTokenSecretWhenGitHubEchoesIt() throws Exception {
        github.fail(
                LoopbackGitHub.Request::changes,
                1,
                GitHubFault.answer(400, Map.of(), "{\"message\": \"no good token " + SECRET + "\"}"));
        assertThat(publish(SECRET)).isEqualTo(ExitCode.REMOTE_ERROR.code());
        assertThat(output).contains("no good token ***");
    }

    @Test
    void shouldExitWithRemoteErrorWhenTheTokenIsRefused() throws Exception {
        assertThat(publish("ghp_of_yesterday")).isEqualTo(ExitCode.REMOTE_ERROR.code());
        assertThat(output).contains("refused the token (401)").doesNotContain("ghp_of_yesterday");
    }

    @Test
    void shouldAskForTheTokenWhenThereIsNone() throws Exception {
        assertThat(publish("")).isEqualTo(ExitCode.USAGE.code());
        assertThat(output).contains("GITHUB_TOKEN is not set", "Contents: write");
    }

    @Test
    void shouldGiveBackTheLeaseWhenTheProcessIsTerminated() throws Exception {
        CountDownLatch uploading = new CountDownLatch(1);
        GitHubFault stall = GitHubFault.stallAfter(1 << 20);
        github.fail(LoopbackGitHub.Request::isAssetUpload, 1, exchange -> {
            uploading.countDown();
            stall.apply(exchange);
        });
        Process process = start(SECRET);
        uploading.await();
        assertThat(commandLines(process)).isNotEmpty().noneMatch(line -> line.contains(SECRET));
        process.toHandle().destroy();
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(output).contains("interrupted");
        assertThat(github.model().release("v0.1.0").names()).doesNotContain("mlc-wheels.lock");
        stall.end();
    }

    @Test
    void shouldPublishOverTlsThroughProxyThatAsksForPassword() throws Exception {
        TestCertificate certificate = TestCertificate.make(directory);
        github.close();
        github = LoopbackGitHub.start(certificate.server())
                .tag("v0.1.0", "1".repeat(40))
                .allow(SECRET);
        try (ForwardProxy proxy = ForwardProxy.start("user:hu@sh")) {
            environment.put("HTTPS_PROXY", "http://user:hu%40sh@" + proxy.address());
            assertThat(publish(SECRET, "--ca-cert", "ca.pem")).as(output).isZero();
            assertThat(github.model().release("v0.1.0").isDraft()).isFalse();
            assertThat(proxy.targets()).isNotEmpty().containsOnly(github.api().getAuthority());

            environment.put("HTTPS_PROXY", "http://user:wrong@" + proxy.address());
            assertThat(publish(SECRET, "--ca-cert", "ca.pem")).as(output).isEqualTo(ExitCode.REMOTE_ERROR.code());
            assertThat(output)
                    .contains("the proxy asks for a user and a password", "407")
                    .doesNotContain("wrong");

            int before = proxy.targets().size();
            environment.put("NO_PROXY", "127.0.0.1");
            assertThat(publish(SECRET, "--ca-cert", "ca.pem")).as(output).isZero();
            assertThat(proxy.targets()).hasSize(before);
        }
    }

    @Test
    void shouldPublishThroughProxyWithoutPassword() throws Exception {
        try (ForwardProxy proxy = ForwardProxy.start()) {
            assertThat(publish(SECRET, "--proxy", proxy.address())).as(output).isZero();
            assertThat(proxy.targets()).isNotEmpty().contains(github.api().getAuthority());
        }
        assertThat(publish(SECRET, "--proxy", "http://user:hush@127.0.0.1:1")).isEqualTo(ExitCode.USAGE.code());
        assertThat(output).contains("address of the proxy", "HTTP_PROXY").doesNotContain("hush");
    }

    /** What a list of processes shows of it and of those that it started. */
    private static List<String> commandLines(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .flatMap(handle -> handle.info().commandLine().stream())
                .toList();
    }

    private int publish(String token, String... more) throws Exception {
        Process process = start(token, more);
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }

    private Process start(String token, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "publish", "--repo", github.repository(), "--api", github.api().toString(), "--tag", "v0.1.0"));
        arguments.addAll(List.of(more));
        arguments.add("demo-0.1.0-py3-none-any.whl");
        ProcessBuilder builder = CommandProcess.builder(directory, token, arguments);
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).start();
    }
}
