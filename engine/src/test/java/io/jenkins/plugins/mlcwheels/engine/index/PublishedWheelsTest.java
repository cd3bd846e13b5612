package io.jenkins.plugins.mlcwheels.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubModel;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubRepository;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildManifest;
import io.jenkins.plugins.mlcwheels.engine.manifest.Checksums;
import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestWheel;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishedWheelsTest {

    private static final String CPU = "demo_cpu-0.1.0-py3-none-any.whl";
    private static final String CUDA = "demo_cu128-0.1.0+g12-py3-none-any.whl";

    private final List<String> warnings = new ArrayList<>();
    private LoopbackGitHub github;
    private GitHubModel.StoredRelease release;

    @BeforeEach
    void start() throws IOException {
        github = LoopbackGitHub.start();
        release = github.model().add("v0.1.0", false, "");
    }

    @AfterEach
    void end() {
        github.close();
        assertThat(github.violations()).isEmpty();
    }

    static PublishedWheels wheels(LoopbackGitHub github) {
        return wheels(github, ProgressListener.SILENT);
    }

    private static PublishedWheels wheels(LoopbackGitHub github, ProgressListener progress) {
        return new PublishedWheels(
                new GitHubReleaseHost(
                        GitHubRepository.parse(github.api(), github.repository()),
                        HttpOptions.of(() -> "token"),
                        new VirtualTiming(),
                        progress),
                progress);
    }

    private List<IndexedWheel> read() {
        return wheels(github, event -> warnings.add(((ProgressListener.Notice) event).text()))
                .read(Path.of("index"));
    }

    private void add(GitHubModel.StoredRelease to, String name, String content) {
        github.model().addAsset(to, name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static ManifestWheel record(String name, String content) {
        return ManifestWheel.of(name, Sha256.of(content), content.length()).withRequiresPython(Optional.of(">=3.9"));
    }

    private void record(ManifestWheel... wheels) {
        BuildManifest manifest = new BuildManifest(Optional.of("v0.1.0"), Optional.empty(), List.of(wheels));
        github.model().addAsset(release, BuildManifest.FILE_NAME, manifest.toJson());
    }

    @Test
    void shouldOfferWheelsOfAllPublishedReleasesWhereTheyAre() {
        add(release, CPU, "cpu");
        add(release, CUDA, "cuda");
        add(release, "notes.txt", "text");
        for (int minor = 2; minor < 6; minor++) {
            add(github.model().add("v0." + minor + ".0", false, ""), "demo-0." + minor + "-py3-none-any.whl", "x");
        }
        add(github.model().add("v0.9.0", true, ""), "demo-0.9-py3-none-any.whl", "draft");
        github.model().limitPages(2);
        assertThat(read())
                .extracting(wheel -> wheel.filename().toString())
                .containsExactlyInAnyOrder(
                        CPU,
                        CUDA,
                        "demo-0.2-py3-none-any.whl",
                        "demo-0.3-py3-none-any.whl",
                        "demo-0.4-py3-none-any.whl",
                        "demo-0.5-py3-none-any.whl");
        assertThat(read())
                .filteredOn(wheel -> wheel.project().equals("demo-cpu"))
                .singleElement()
                .satisfies(wheel -> {
                    assertThat(wheel.url()).endsWith("/mlc-ai/mlc-llm/releases/download/v0.1.0/" + CPU);
                    assertThat(wheel.sha256()).isEqualTo(Sha256.of("cpu"));
                    assertThat(wheel.size()).contains(3L);
                    assertThat(wheel.requiresPython()).isEmpty();
                });
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldTellWhenAssetsWereUploaded() {
        add(release, CPU, "cpu");
        assertThat(read())
                .extracting(IndexedWheel::uploaded)
                .containsExactly(Optional.of(Instant.parse("2026-01-01T00:00:00Z")));
    }

    @Test
    void shouldLeaveOutWhatMatchesByNameOrRelease() {
        add(release, CPU, "cpu");
        add(release, CUDA, "cuda");
        add(github.model().addPrerelease("nightly"), CPU, "other bytes");
        assertThat(wheels(github)
                        .leaveOut(new WheelGlobs(List.of("nightly/*", CUDA)))
                        .read(Path.of("index")))
                .singleElement()
                .satisfies(wheel -> assertThat(wheel.url()).endsWith("/v0.1.0/" + CPU));
    }

    @Test
    void shouldOfferStableAddressOfWhatPrereleaseHasAsWell() {
        add(release, CPU, "cpu");
        add(github.model().addPrerelease("nightly"), CPU, "cpu");
        assertThat(SimpleIndex.of(read()).projects().get("demo-cpu"))
                .singleElement()
                .satisfies(wheel -> assertThat(wheel.url()).contains("/v0.1.0/"));
    }

    @Test
    void shouldTakeRequiresPythonFromRecordOfTheSameBytes() {
        add(release, CPU, "cpu");
        add(release, CUDA, "cuda");
        record(record(CPU, "cpu"), record(CUDA, "else"));
        assertThat(read())
                .extracting(IndexedWheel::requiresPython)
                .containsExactlyInAnyOrder(Optional.of(">=3.9"), Optional.empty());
    }

    @Test
    void shouldTakeDigestsFromRecordsWhereNoneAreToldAndReadNoWheel() {
        github.model().withoutDigests();
        add(release, CPU, "cpu");
        add(release, CUDA, "cuda");
        add(release, "demo_new-0.1.0-py3-none-any.whl", "new");
        record(record(CPU, "cpu"));
        byte[] sums = Checksums.of(Map.of(CUDA, Sha256.of("cuda"))).toBytes();
        github.model().addAsset(release, Checksums.FILE_NAME, sums);
        assertThat(read())
                .extracting(IndexedWheel::sha256)
                .containsExactlyInAnyOrder(Sha256.of("cpu"), Sha256.of("cuda"));
        assertThat(warnings)
                .containsExactly("'demo_new-0.1.0-py3-none-any.whl' of v0.1.0 is left out of the index:"
                        + " its digest is unknown");
        assertThat(github.requests())
                .filteredOn(request -> request.path().contains("/releases/assets/"))
                .hasSize(2);
    }

    @Test
    void shouldLeaveOutWhatCantBeOfferedAndSayWhy() {
        add(release, "odd.whl", "x");
        add(release, "demo-1_0_x-py3-none-any.whl", "x");
        github.model().addBrokenAsset(release, CPU);
        add(release, "release.json", "{}");
        assertThat(read()).isEmpty();
        assertThat(warnings)
                .hasSize(3)
                .anyMatch(text -> text.endsWith("it has no name of a wheel"))
                .anyMatch(text -> text.endsWith("its version is not valid under PEP 440"))
                .anyMatch(text -> text.endsWith("its upload was not finished"));
    }
}
