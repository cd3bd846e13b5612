package io.jenkins.plugins.mlcwheels.engine.packageindex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.github.TestCertificate;
import io.jenkins.plugins.mlcwheels.engine.http.Certificates;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexUploaderTest {

    private static final String TOKEN = "pypi-good-token";
    private static final String WHEEL = "demo_pkg-1.0-py3-none-any.whl";
    private static final String SOURCE = "demo_pkg-1.0.tar.gz";

    @TempDir
    Path directory;

    private LoopbackIndex server;
    private final VirtualTiming timing = new VirtualTiming();
    private final List<String> notices = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void start() throws IOException {
        server = LoopbackIndex.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldUploadWheelsFirstAndListThem() throws IOException {
        UploadReport report = uploader(TOKEN).upload(List.of(source(), wheel("x=1")));

        assertThat(server.arrivals()).containsExactly(WHEEL, SOURCE);
        assertThat(report.count(UploadReport.State.UPLOADED)).isEqualTo(2);
        assertThat(server.file(WHEEL).content()).isEqualTo(Files.readAllBytes(directory.resolve(WHEEL)));
        assertThat(server.file(SOURCE).fields())
                .containsEntry("filetype", List.of("sdist"))
                .containsEntry("pyversion", List.of("source"))
                .containsEntry("description", List.of("# Über\nText\n"))
                .containsEntry("import_name", List.of("demo", "demo.x"))
                .containsEntry("project_urls", List.of("Home, https://example.org/?a=1&b=2"))
                .containsEntry("license_expression", List.of("MIT"))
                .containsEntry("metadata_version", List.of("2.5"))
                .doesNotContainKey("md5_digest");
    }

    @Test
    void shouldSkipFilesThatAreThereWithTheSameBytes() throws IOException {
        List<Distribution> files = List.of(wheel("x=1"), source());
        uploader(TOKEN).upload(files);

        UploadReport again = uploader(TOKEN).upload(files);

        assertThat(server.arrivals()).hasSize(2);
        assertThat(again.count(UploadReport.State.THERE)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256", "md5", "sha512"})
    void shouldReadPagesOfHtmlWithAnyDigest(String algorithm) throws IOException {
        server.html(algorithm);
        List<Distribution> files = List.of(wheel("x=1"));
        uploader(TOKEN).upload(files);

        assertThat(uploader(TOKEN).plan(files).steps()).allMatch(UploadPlan.Step::there);
    }

    @Test
    void shouldRefuseAndNameOtherBytesBeforeAnythingIsSent() throws IOException {
        server.put("Demo.Pkg", WHEEL, "other".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> uploader(TOKEN).upload(List.of(wheel("x=1"), source())))
                .isInstanceOf(UploadRefusedException.class)
                .hasMessageContaining("has '" + WHEEL + "' with other bytes")
                .extracting(e -> ((EngineException) e).kind())
                .isEqualTo(EngineException.Kind.PUBLISH_REFUSED);
        assertThat(server.arrivals()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsThereWithoutADigest() throws IOException {
        server.html("").put("Demo.Pkg", WHEEL, "other".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> uploader(TOKEN).upload(List.of(wheel("x=1")))).hasMessageContaining("tells no digest");
    }

    @Test
    void shouldKnowWhatPypiRefuses() throws IOException {
        Path local = TestWheels.wheel("demo_pkg", "1.0+cu128", "py3-none-linux_x86_64")
                .metadata("Requires-Dist: other @ https://example.org/other.whl")
                .writeTo(directory);
        PackageIndex pypi = new PackageIndex(
                server.address(), server.address().resolve("/simple/"), "PyPI", true, java.util.OptionalLong.of(100));

        UploadPlan plan = uploader(pypi, TOKEN, options(TOKEN)).plan(List.of(read(local)));

        assertThat(plan.problems())
                .extracting(UploadProblem::what)
                .anyMatch(what -> what.contains("local version 1.0+cu128"))
                .anyMatch(what -> what.contains("platform tag linux_x86_64"))
                .anyMatch(what -> what.contains("requires an address"))
                .anyMatch(what -> what.contains("more than the 100 B"));
    }

    @Test
    void shouldRefuseBrokenWheelsAndMismatchedSources() throws IOException {
        Path wheel = TestWheels.wheel("demo_pkg", "1.0", "py3-none-any")
                .purelib(true)
                .distInfo("METADATA", "Metadata-Version: 2.1\nName: demo-pkg\nVersion: 2.0\n")
                .writeTo(directory);
        Path source = TestSources.write(
                directory, "demo_pkg", "1.0", "Metadata-Version: 2.1\nName: elsewhere\nVersion: 1.1\n");

        UploadPlan plan = uploader(TOKEN).plan(List.of(read(wheel), read(source)));

        assertThat(plan.problems())
                .extracting(UploadProblem::what)
                .anyMatch(what -> what.contains("metadata-version-mismatch"))
                .anyMatch(what -> what.contains("named otherwise than its PKG-INFO"))
                .anyMatch(what -> what.contains("another version than its PKG-INFO"));
    }

    @Test
    void shouldTellTheIndexsOwnWordsAndNotTheToken() throws IOException {
        UploadStoppedException failure = catchThrowableOfType(
                UploadStoppedException.class, () -> uploader("pypi-wrong-token").upload(List.of(wheel("x=1"))));

        assertThat(failure)
                .hasMessageContaining("(403): 403 Invalid or non-existent authentication information. See the help.")
                .hasMessageContaining("0 of 1 file is on");
        assertThat(failure.suggestion()).contains("__token__");
        assertThat(failure.kind()).isEqualTo(EngineException.Kind.REMOTE);
    }

    @ParameterizedTest
    @CsvSource({"413, takes no file of that size", "400, refused uploading", "404, refused uploading"})
    void shouldStopAtRefusals(int status, String words) throws IOException {
        server.fail(LoopbackIndex.Request::isUpload, 9, LoopbackIndex.Fault.answer(status, "text/plain", "told why"));

        assertThatThrownBy(() -> uploader(TOKEN).upload(List.of(wheel("x=1"))))
                .hasMessageContaining(words)
                .hasMessageContaining("told why");
        assertThat(server.requests().stream().filter(LoopbackIndex.Request::isUpload))
                .hasSize(1);
    }

    @Test
    void shouldWaitAsAskedAndTryAgainAfterFailures() throws IOException {
        server.fail(
                        LoopbackIndex.Request::isUpload,
                        1,
                        LoopbackIndex.Fault.answer(429, "text/plain", "slowly", "Retry-After", "17"))
                .fail(LoopbackIndex.Request::isUpload, 2, LoopbackIndex.Fault.answer(503, "text/html", "<html>"))
                .fail(LoopbackIndex.Request::isUpload, 1, LoopbackIndex.Fault.hangUp());

        uploader(TOKEN).upload(List.of(wheel("x=1")));

        assertThat(server.arrivals()).containsExactly(WHEEL);
        assertThat(timing.slept()).contains(Duration.ofSeconds(17));
        assertThat(notices).noneMatch(notice -> notice.contains("GitHub"));
    }

    @Test
    void shouldTakeTheFileAsTheAnswerThatWasLost() throws IOException {
        server.loseAnswer();

        UploadReport report = uploader(TOKEN).upload(List.of(wheel("x=1")));

        assertThat(report.count(UploadReport.State.UPLOADED)).isEqualTo(1);
        assertThat(server.arrivals()).containsExactly(WHEEL);
    }

    @Test
    void shouldWaitForFilesThatAreAcceptedButNotListed() throws IOException {
        server.listAfter(3);

        UploadReport report = uploader(TOKEN).upload(List.of(wheel("x=1")));

        assertThat(report.count(UploadReport.State.UPLOADED)).isEqualTo(1);
        assertThat(timing.slept()).contains(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void shouldSaySoIfAFileIsNeverListed() throws IOException {
        server.listAfter(1000);

        UploadStoppedException failure = catchThrowableOfType(
                UploadStoppedException.class, () -> uploader(TOKEN).upload(List.of(wheel("x=1"))));

        assertThat(failure).hasMessageContaining("accepted '" + WHEEL + "', but does not list it after two minutes");
        assertThat(failure.report().count(UploadReport.State.ACCEPTED)).isEqualTo(1);
    }

    @Test
    void shouldRefusePagesThatAreNoIndex() throws IOException {
        server.fail(
                request -> true,
                9,
                LoopbackIndex.Fault.answer(200, "text/html", "<html><form><input type=password></form>"));

        assertThatThrownBy(() -> uploader(TOKEN).upload(List.of(wheel("x=1"))))
                .isInstanceOf(NotAnIndexException.class)
                .hasMessageContaining("page with a form");
    }

    @Test
    void shouldNeverSendTheTokenToAnotherHost() throws IOException {
        try (LoopbackIndex other = LoopbackIndex.start()) {
            String elsewhere = other.address().toString();
            server.fail(
                            request -> !request.isUpload(),
                            1,
                            LoopbackIndex.Fault.answer(
                                    302, "text/html", "", "Location", elsewhere + "simple/demo-pkg/"))
                    .fail(
                            LoopbackIndex.Request::isUpload,
                            1,
                            LoopbackIndex.Fault.answer(307, "text/html", "", "Location", elsewhere + "?sig=secret"));

            assertThatThrownBy(() -> uploader(TOKEN).upload(List.of(wheel("x=1"))))
                    .hasMessageContaining("was redirected to " + elsewhere + ", where the password must not go");
            assertThat(other.requests()).hasSize(1);
            assertThat(other.requests().get(0).authorization()).isEqualTo("null");
        }
    }

    @Test
    void shouldRefuseFilesThatChangedSinceTheyWereChecked() throws IOException {
        Distribution wheel = wheel("x=1");
        byte[] bytes = Files.readAllBytes(wheel.path());
        bytes[bytes.length / 2] ^= 1;
        Files.write(wheel.path(), bytes);

        assertThatThrownBy(() -> uploader(TOKEN).upload(List.of(wheel)))
                .hasMessageContaining("'" + WHEEL + "' changed while it was sent")
                .hasCauseInstanceOf(FileChangedException.class);
        assertThat(server.arrivals()).isEmpty();
    }

    @Test
    void shouldTrustGivenCertificatesOnly() throws Exception {
        TestCertificate certificate = TestCertificate.make(directory);
        try (LoopbackIndex secure = LoopbackIndex.start(certificate.server())) {
            PackageIndex index = PackageIndex.of(secure.address(), Optional.empty());
            List<Distribution> files = List.of(wheel("x=1"));

            assertThatThrownBy(() -> uploader(index, TOKEN, options(TOKEN)).upload(files))
                    .isInstanceOf(UntrustedCertificateException.class)
                    .extracting(e -> ((EngineException) e).suggestion())
                    .asString()
                    .contains("--ca-cert");
            assertThat(timing.slept()).isEmpty();

            uploader(index, TOKEN, options(TOKEN).withTls(Certificates.trusting(certificate.pem())))
                    .upload(files);
            assertThat(secure.names()).containsExactly(WHEEL);
        }
    }

    @Test
    void shouldEndInTheSameStateWhenTwoUploadAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                server.forget();
                List<Distribution> files = List.of(wheel("x=" + round), source());
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<UploadReport>> both = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    both.add(threads.submit(() -> {
                        IndexUploader uploader = uploader(
                                PackageIndex.of(server.address(), Optional.empty()),
                                new VirtualTiming(),
                                TOKEN,
                                options(TOKEN));
                        start.await();
                        return uploader.upload(files);
                    }));
                }
                for (Future<UploadReport> one : both) {
                    assertThat(one.get().count(UploadReport.State.MISSING)).isZero();
                    assertThat(one.get().count(UploadReport.State.ACCEPTED)).isZero();
                }
                assertThat(server.names()).containsExactly(WHEEL, SOURCE);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldRefuseAddressesThatTellAPassword() {
        assertThatThrownBy(() -> PackageIndex.of(URI.create("https://me:secret@example.org/"), Optional.empty()))
                .hasMessageContaining("has a user or a password in it")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldKnowPypiByItsAddress() {
        assertThat(PackageIndex.of(URI.create("https://upload.pypi.org/legacy/"), Optional.empty()))
                .isEqualTo(PackageIndex.PYPI);
    }

    private Distribution wheel(String code) {
        return read(TestWheels.wheel("demo_pkg", "1.0", "py3-none-any")
                .purelib(true)
                .file("demo.py", code)
                .writeTo(directory));
    }

    private Distribution source() throws IOException {
        return read(TestSources.write(
                directory,
                "demo_pkg",
                "1.0",
                "Metadata-Version: 2.5\r\nName: Demo.Pkg\r\nVersion: 1.0\r\nImport-Name: demo\r\nImport-Name: demo.x\r\n"
                        + "License-Expression: MIT\r\nProject-URL: Home, https://example.org/?a=1&b=2\r\n"
                        + "Description-Content-Type: text/markdown\r\n\r\n# Über\nText\n"));
    }

    private static Distribution read(Path file) {
        try {
            return new DistributionReader(1).read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpOptions options(String token) {
        return HttpOptions.of(() -> token).withStall(Duration.ofMinutes(1), 1);
    }

    private IndexUploader uploader(String token) {
        return uploader(PackageIndex.of(server.address(), Optional.empty()), token, options(token));
    }

    private IndexUploader uploader(PackageIndex index, String token, HttpOptions options) {
        return uploader(index, timing, token, options);
    }

    private IndexUploader uploader(PackageIndex index, VirtualTiming time, String token, HttpOptions options) {
        return new IndexUploader(
                index, Optional.of(IndexCredentials.of("__token__", token)), options, time, this::hear, false);
    }

    private void hear(ProgressListener.Event event) {
        if (event instanceof ProgressListener.Notice notice) {
            notices.add(notice.text());
        }
    }
}
