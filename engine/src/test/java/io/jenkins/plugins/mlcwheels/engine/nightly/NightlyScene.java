package io.jenkins.plugins.mlcwheels.engine.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubModel;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubRepository;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildManifest;
import io.jenkins.plugins.mlcwheels.engine.manifest.BundleName;
import io.jenkins.plugins.mlcwheels.engine.manifest.Checksums;
import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestBundle;
import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestWheel;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A loopback GitHub with one release of nightlies, whose wheels hold their own names. */
final class NightlyScene implements AutoCloseable {

    static final String TAG = "nightly";

    final LoopbackGitHub github;
    final GitHubModel.StoredRelease release;
    final VirtualTiming timing = new VirtualTiming();
    final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

    NightlyScene() throws IOException {
        github = LoopbackGitHub.start();
        release = github.model().addPrerelease(TAG);
    }

    /** A wheel of a flavour for Linux. */
    static String wheel(String flavour, int dev) {
        return "mlc_llm_nightly_" + flavour + "-0.20.dev" + dev + "-py3-none-manylinux_2_28_x86_64.whl";
    }

    NightlyScene add(String... names) {
        for (String name : names) {
            github.model().addAsset(release, name, bytes(name));
        }
        return this;
    }

    /** Both records, of all that is there. */
    NightlyScene withRecords() {
        List<ManifestWheel> wheels = release.files().entrySet().stream()
                .filter(file -> file.getKey().endsWith(".whl"))
                .map(file -> ManifestWheel.of(file.getKey(), Sha256.of(file.getValue()), file.getValue().length)
                        .withRequiresPython(Optional.of(">=3.9")))
                .toList();
        List<ManifestBundle> bundles = release.files().entrySet().stream()
                .filter(file -> BundleName.isBundle(file.getKey()))
                .map(file -> new ManifestBundle(
                        file.getKey(), Sha256.of(file.getValue()), file.getValue().length, Optional.of("a2V5")))
                .toList();
        BuildManifest manifest = new BuildManifest(Optional.of(TAG), Optional.empty(), wheels, bundles);
        github.model().addAsset(release, BuildManifest.FILE_NAME, manifest.toJson());
        Map<String, String> digests = new HashMap<>();
        release.files().forEach((name, content) -> digests.put(name, Sha256.of(content)));
        github.model()
                .addAsset(release, Checksums.FILE_NAME, Checksums.of(digests).toBytes());
        return this;
    }

    /** Whatever the records name is there with those bytes. */
    void assertRecordsHold() {
        Map<String, byte[]> files = release.files();
        Optional.ofNullable(files.get(BuildManifest.FILE_NAME))
                .map(BuildManifest::parse)
                .ifPresent(manifest -> {
                    assertThat(manifest.wheels()).allSatisfy(wheel -> assertThat(Sha256.of(files.get(wheel.file())))
                            .isEqualTo(wheel.sha256()));
                    assertThat(manifest.bundles()).allSatisfy(bundle -> assertThat(Sha256.of(files.get(bundle.file())))
                            .isEqualTo(bundle.sha256()));
                });
        Optional.ofNullable(files.get(Checksums.FILE_NAME))
                .map(Checksums::parse)
                .ifPresent(sums -> assertThat(sums.digests()).allSatisfy((name, digest) -> {
                    if (!name.equals(BuildManifest.FILE_NAME)) {
                        assertThat(Sha256.of(files.get(name))).isEqualTo(digest);
                    }
                }));
    }

    ReleaseHost host() {
        return new GitHubReleaseHost(
                GitHubRepository.parse(github.api(), github.repository()),
                HttpOptions.of(() -> "token"),
                timing,
                this::hear);
    }

    NightlyPruner pruner(int keep) {
        return pruner(host(), keep);
    }

    NightlyPruner pruner(ReleaseHost host, int keep) {
        return new NightlyPruner(host, TAG, RetentionPolicy.newest(keep), timing, this::hear);
    }

    private void hear(ProgressListener.Event event) {
        if (event instanceof ProgressListener.Notice notice && notice.warning()) {
            warnings.add(notice.text());
        }
    }

    List<LoopbackGitHub.Request> deletions() {
        return github.requests().stream()
                .filter(request -> request.method().equals("DELETE"))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        github.close();
        assertThat(github.violations()).isEmpty();
    }
}
