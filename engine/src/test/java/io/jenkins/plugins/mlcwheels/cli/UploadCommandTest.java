package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlcwheels.engine.packageindex.LoopbackIndex;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadCommandTest {

    private static final String TOKEN = "pypi-good-token";
    private static final String ONE = "demo-1.0-py3-none-any.whl";
    private static final String TWO = "demo-1.0-py2-none-any.whl";

    @TempDir
    Path directory;

    private LoopbackIndex server;

    @BeforeEach
    void start() throws IOException {
        server = LoopbackIndex.start();
        TestWheels.wheel("demo", "1.0", "py3-none-any").purelib(true).writeTo(directory);
        TestWheels.wheel("demo", "1.0", "py2-none-any")
                .purelib(true)
                .file("x.py", "x")
                .writeTo(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldUploadWithTwinesVariables() throws Exception {
        CommandProcess.Result result =
                run(process(TOKEN, "upload", "--index-upload", server.address().toString(), "--json", ONE, TWO));

        assertThat(result.code()).as(result.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(result.out());
        assertThat(report.at("/files/0/state").asText()).isEqualTo("uploaded");
        assertThat(server.names()).containsExactly(TWO, ONE);
    }

    @Test
    void shouldReadThePypircWithWindowsLineEnds() throws Exception {
        Files.writeString(
                directory.resolve(".pypirc"),
                "[company]\r\nrepository = " + server.address() + "\r\nusername = __token__\r\npassword = " + TOKEN
                        + "\r\n");

        CommandProcess.Result result = run(process("", "upload", "--pypirc-section", "company", ONE));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("uploaded " + ONE);
    }

    @Test
    void shouldAskACommandForThePassword() throws Exception {
        Path script = Files.writeString(directory.resolve("give"), "#!/bin/sh\necho " + TOKEN + "\necho more\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        CommandProcess.Result result = run(process(
                "",
                "upload",
                "--index-upload",
                server.address().toString(),
                "--password-command",
                script.toString(),
                ONE));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(server.names()).containsExactly(ONE);
    }

    @Test
    void shouldNeverShowTheToken() throws Exception {
        server.fail(
                LoopbackIndex.Request::isUpload,
                1,
                LoopbackIndex.Fault.answer(
                        403, "text/plain", "you sent pypi-other-token and Basic X190b2tlbl9fOnB5cGktb3RoZXItdG9rZW4="));

        CommandProcess.Result result = run(process(
                "pypi-other-token", "upload", "--index-upload", server.address().toString(), ONE));

        assertThat(result.code()).isEqualTo(12);
        assertThat(result.err())
                .contains("you sent ***")
                .doesNotContain("pypi-other-token")
                .doesNotContain("X190b2tlbl9f");
    }

    @Test
    void shouldEndWithTheCodesOfPublish() throws Exception {
        String to = server.address().toString();
        assertThat(run(process("", "upload", "--pypi", "--dry-run", ONE)).code())
                .isEqualTo(2);
        assertThat(run(process(TOKEN, "upload", ONE)).code()).isEqualTo(2);
        assertThat(run(process(TOKEN, "upload", "--index-upload", to, "gone.whl"))
                        .code())
                .isEqualTo(2);
        server.put("demo", ONE, new byte[] {1});
        assertThat(run(process(TOKEN, "upload", "--index-upload", to, "--dry-run", ONE))
                        .code())
                .isEqualTo(11);
    }

    @Test
    void shouldEndInTheSameStateWhenKilledBeforeAnyRequest() throws Exception {
        killEverywhere(0);
    }

    @Test
    void shouldEndInTheSameStateWhenKilledAmidAnyRequest() throws Exception {
        killEverywhere(200);
    }

    /** @param read bytes of the fatal request that the index gets */
    private void killEverywhere(int read) throws Exception {
        String to = server.address().toString();
        int deaths = 0;
        for (boolean survived = false; !survived; deaths++) {
            server.forget();
            AtomicReference<Process> victim = new AtomicReference<>();
            AtomicInteger left = new AtomicInteger(deaths);
            server.fail(request -> left.getAndDecrement() == 0, 1, exchange -> {
                exchange.getRequestBody().readNBytes(read);
                kill(victim.get());
                throw new IOException("nobody is left to answer");
            });
            Process process = process(TOKEN, "upload", "--index-upload", to, ONE, TWO)
                    .redirectErrorStream(true)
                    .start();
            victim.set(process);
            process.getInputStream().readAllBytes();
            survived = process.waitFor() == 0;
            CommandProcess.Result next = run(process(TOKEN, "upload", "--index-upload", to, ONE, TWO));
            assertThat(next.code()).as(next.err()).isZero();
            assertThat(server.names()).containsExactly(TWO, ONE);
            assertThat(server.arrivals()).as("killed at request %d", deaths).containsExactlyInAnyOrder(ONE, TWO);
        }
        assertThat(deaths).isGreaterThan(3);
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

    private ProcessBuilder process(String password, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        ProcessBuilder builder = CommandProcess.builder(directory, "", all);
        builder.environment().keySet().removeIf(name -> name.startsWith("TWINE_"));
        builder.environment().put("HOME", directory.toString());
        if (!password.isEmpty()) {
            builder.environment().put("TWINE_PASSWORD", password);
        }
        return builder;
    }

    private CommandProcess.Result run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path err = Files.createTempFile(directory, "err", ".txt");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes());
        return new CommandProcess.Result(process.waitFor(), out, Files.readString(err));
    }
}
