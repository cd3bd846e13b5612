package io.jenkins.plugins.mlcwheels.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mlcwheels.TestTools;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets pip itself install from an index; skipped where there is no Python with pip. */
class PipInstallTest {

    @TempDir
    private Path directory;

    private Path releases;

    @BeforeEach
    void index() throws Exception {
        TestTools.need(hasPip(), "python3 with pip");
        releases = directory.resolve("releases");
        wheel("0.1.0", ">=3");
        wheel("0.2.0+local.1", ">=3");
        wheel("0.3.0", ">=99");
        Path index = releases.resolve("simple");
        write(index, WheelTree.of(releases, ProgressListener.SILENT));
    }

    private static void write(Path index, IndexSource wheels) throws Exception {
        new IndexDirectory(index, new VirtualTiming(), ProgressListener.SILENT).write(wheels);
    }

    private void wheel(String version, String python) throws IOException {
        TestWheels.wheel("demo_pkg", version, "py3-none-any")
                .file("demo_pkg.py", "VALUE = '" + version + "'\n")
                .metadata("Requires-Python: " + python)
                .writeTo(Files.createDirectories(releases.resolve("v" + version)));
    }

    @Test
    void shouldInstallNewestVersionThatFitsFromFiles() throws Exception {
        String log = install(releases.resolve("simple").toUri() + "");
        assertThat(installed()).as(log).contains("0.2.0+local.1");
    }

    @Test
    void shouldInstallOverHttpAndFetchMetadataFile() throws Exception {
        List<String> requests = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            requests.add(path);
            Path file = releases.resolve(path.substring(1) + (path.endsWith("/") ? "index.html" : ""));
            byte[] content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            exchange.getResponseHeaders().set("Content-Type", path.endsWith("/") ? "text/html" : "binary/octet-stream");
            exchange.sendResponseHeaders(content.length == 0 ? 404 : 200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        server.start();
        try {
            String log = install("http://127.0.0.1:" + server.getAddress().getPort() + "/simple/");
            assertThat(installed()).as(log).contains("0.2.0+local.1");
            assertThat(requests).contains("/simple/demo-pkg/");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldInstallFromAddressesOfPublishedReleases() throws Exception {
        try (LoopbackGitHub github = LoopbackGitHub.start()) {
            for (String version : List.of("0.1.0", "0.2.0+local.1")) {
                Path wheel = releases.resolve("v" + version + "/demo_pkg-" + version + "-py3-none-any.whl");
                github.model()
                        .addAsset(
                                github.model().add("v" + version, false, ""),
                                wheel.getFileName().toString(),
                                Files.readAllBytes(wheel));
            }
            Path index = directory.resolve("pages");
            write(index, PublishedWheelsTest.wheels(github));
            String log = install(index.toUri() + "");
            assertThat(installed()).as(log).contains("0.2.0+local.1");
            assertThat(github.violations()).isEmpty();
        }
    }

    private String installed() throws IOException {
        Path module = directory.resolve("site/demo_pkg.py");
        return Files.exists(module) ? Files.readString(module) : "nothing";
    }

    private String install(String index) throws Exception {
        ProcessBuilder pip = new ProcessBuilder(
                        "python3",
                        "-m",
                        "pip",
                        "--isolated",
                        "--no-cache-dir",
                        "--disable-pip-version-check",
                        "install",
                        "--target",
                        directory.resolve("site").toString(),
                        "--index-url",
                        index,
                        "demo.pkg")
                .redirectErrorStream(true);
        pip.environment().keySet().removeIf(name -> name.toLowerCase(java.util.Locale.ROOT)
                .endsWith("_proxy"));
        Process process = pip.start();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(log).isZero();
        return log;
    }

    private static boolean hasPip() {
        try {
            return new ProcessBuilder("python3", "-m", "pip", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
