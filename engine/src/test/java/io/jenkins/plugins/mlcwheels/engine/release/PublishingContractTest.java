package io.jenkins.plugins.mlcwheels.engine.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildManifest;
import io.jenkins.plugins.mlcwheels.engine.manifest.Checksums;
import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestWheel;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What publishing has to do on every {@link ReleaseHost}, as a user sees it. */
public abstract class PublishingContractTest {

    protected static final String TAG = "v0.1.0";
    protected static final String CPU = "mlc_llm_cpu-0.1.0-py3-none-manylinux_2_27_x86_64.whl";
    protected static final String CUDA = "mlc_llm_cu128-0.1.0-py3-none-manylinux_2_28_x86_64.whl";

    protected final VirtualTiming timing = new VirtualTiming();

    /** A host without releases that has the tag, if it knows tags; the same one within a test. */
    protected abstract ReleaseHost host() throws IOException;

    /** What ends when a publisher's process does. */
    protected void processDied(CrashingHost crashed) {
        crashed.bury();
    }

    @Test
    void shouldPublishWheelsWithManifestAndChecksums() throws IOException {
        PublishReport report = publish(request());
        assertThat(report.release().orElseThrow().draft()).isFalse();
        assertWhole();
        Checksums sums = Checksums.parse(content(Checksums.FILE_NAME));
        assertThat(sums.digests()).containsOnlyKeys(CPU, CUDA, BuildManifest.FILE_NAME);
        assertThat(sums.digestOf(CPU)).contains(Sha256.of("cpu bytes"));
        BuildManifest manifest = BuildManifest.parse(content(BuildManifest.FILE_NAME));
        assertThat(manifest.tag()).contains(TAG);
        assertThat(manifest.wheels()).extracting(ManifestWheel::file).containsExactly(CPU, CUDA);
    }

    @Test
    void shouldDoNothingTheSecondTime() throws IOException {
        publish(request());
        PublishReport second = publish(request());
        assertThat(second.plan().isNothing()).isTrue();
        assertThat(second.plan().toString()).contains("nothing to do");
        assertWhole();
    }

    @Test
    void shouldPrintPlanWithoutChangingAnything() throws IOException {
        ReleasePlan plan = publisher(host()).plan(request().build());
        assertThat(plan.toString()).contains("create", "upload", CPU, "publish", "4 files to send");
        assertThat(host().find(TAG)).isEmpty();
    }

    @Test
    void shouldRefuseOtherBytesUnderTheSameName() throws IOException {
        publish(request());
        assertThatThrownBy(() -> publish(PublishRequest.of(tag()).wheel(wheel(CPU, "other bytes"))))
                .isInstanceOf(PublishRefusedException.class)
                .hasMessageContaining(CPU)
                .hasMessageContaining("other bytes");
        assertWhole();
    }

    @Test
    void shouldReplaceOtherBytesWhenTold() throws IOException {
        publish(request());
        publish(PublishRequest.of(tag())
                .wheel(wheel(CPU, "other bytes"))
                .amend(true)
                .clobber(true));
        assertThat(text(CPU)).isEqualTo("other bytes");
        assertThat(text(CUDA)).isEqualTo("cuda bytes");
        assertThat(Checksums.parse(content(Checksums.FILE_NAME)).digestOf(CPU)).contains(Sha256.of("other bytes"));
        assertThat(names()).containsExactlyInAnyOrder(CPU, CUDA, "release.json", "SHA256SUMS");
    }

    @Test
    void shouldAddToPublishedReleaseOnlyWhenTold() throws IOException {
        publish(PublishRequest.of(tag()).wheel(wheel(CPU, "cpu bytes")));
        PublishRequest.Builder more = PublishRequest.of(tag()).wheel(wheel(CUDA, "cuda bytes"));
        assertThatThrownBy(() -> publish(more))
                .isInstanceOf(PublishRefusedException.class)
                .hasMessageContaining("published already");
        publish(PublishRequest.of(tag()).wheel(wheel(CUDA, "cuda bytes")).amend(true));
        assertWhole();
        assertThat(BuildManifest.parse(content(BuildManifest.FILE_NAME)).wheels())
                .hasSize(2);
        assertThat(Checksums.parse(content(Checksums.FILE_NAME)).digests()).hasSize(3);
    }

    @Test
    void shouldRememberTheCommitOfWhatIsAddedTo() throws IOException {
        String commit = "1".repeat(40);
        publish(request().commit(commit));
        publish(request()
                .attach(ReleaseAsset.ofBytes("notes.txt", new byte[] {1}))
                .amend(true));
        assertThat(BuildManifest.parse(content(BuildManifest.FILE_NAME)).commit())
                .contains(commit);
    }

    @Test
    void shouldStopAtDraftWhenToldAndPublishItLater() throws IOException {
        PublishReport report = publish(request().draftOnly(true));
        assertThat(report.release().orElseThrow().draft()).isTrue();
        assertThat(host().published()).isEmpty();
        ReleasePlan plan = publisher(host()).plan(request().build());
        assertThat(plan.bytesToSend()).isZero();
        publish(request());
        assertWhole();
    }

    @Test
    void shouldReportAllProblemsTogether() {
        ReleaseProblem dishonest = new ReleaseProblem("the tag is dishonest", "Repair it.");
        ReleaseWheel objected =
                new ReleaseWheel(wheel(CPU, "x").asset(), ManifestWheel.of(CPU, Sha256.of("x"), 1), List.of(dishonest));
        PublishRequest.Builder request = PublishRequest.of(tag())
                .wheel(objected)
                .wheel(wheel("mlc_llm-0.2.0-py3-none-any.whl", "y"))
                .expect("*-manylinux_*.whl")
                .expect("mlc_llm_rocm62-*.whl");
        assertThatThrownBy(() -> publish(request)).isInstanceOfSatisfying(PublishRefusedException.class, refused -> {
            assertThat(refused.kind()).isEqualTo(EngineException.Kind.PUBLISH_REFUSED);
            assertThat(refused.problems()).hasSize(3).contains(dishonest);
            assertThat(refused.getMessage()).contains("version 0.2.0", "rocm62");
        });
    }

    @Test
    void shouldRefuseFileThatIsGivenTwice() {
        PublishRequest.Builder request = request().wheel(wheel(CPU, "other bytes"));
        request.attach(ReleaseAsset.ofBytes("a.txt", new byte[] {1}));
        request.attach(ReleaseAsset.ofBytes("A.TXT", new byte[] {2}));
        assertThatThrownBy(() -> publish(request)).isInstanceOfSatisfying(PublishRefusedException.class, refused -> {
            assertThat(refused.problems()).hasSize(2);
            assertThat(refused.getMessage()).contains("'" + CPU + "' is given twice", "'A.TXT' is given twice");
        });
    }

    @Test
    void shouldRefuseToPublishNothing() {
        assertThatThrownBy(() -> publish(PublishRequest.of(tag())))
                .isInstanceOfSatisfying(EngineException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(EngineException.Kind.NOTHING_TO_DO));
    }

    @Test
    void shouldEndInTheSameStateWhereverItIsKilled() throws IOException {
        boolean survived = false;
        for (int calls = 0; !survived; calls++) {
            survived = killAndPublishAgain(calls, false) & killAndPublishAgain(calls, true);
        }
    }

    @Test
    void shouldPublishBundlesAsPartOfTheSet() throws IOException {
        publish(signed("first"));
        assertThat(names()).containsExactlyInAnyOrder(CPU, CUDA, CPU + ".sigstore.json", "release.json", "SHA256SUMS");
        BuildManifest manifest = BuildManifest.parse(content(BuildManifest.FILE_NAME));
        assertThat(manifest.bundles()).singleElement().satisfies(bundle -> {
            assertThat(bundle.file()).isEqualTo(CPU + ".sigstore.json");
            assertThat(bundle.sha256()).isEqualTo(Sha256.of("signed first"));
            assertThat(bundle.keyId()).contains("a2V5");
        });
        assertThat(Checksums.parse(content(Checksums.FILE_NAME)).digestOf(CPU + ".sigstore.json"))
                .contains(Sha256.of("signed first"));
    }

    @Test
    void shouldKeepBundleThatServesAsWellAsANewOne() throws IOException {
        publish(signed("first"));
        assertThat(publish(signed("second")).plan().isNothing()).isTrue();
        assertThat(text(CPU + ".sigstore.json")).isEqualTo("signed first");
    }

    @Test
    void shouldRefuseBundleThatDoesNotServe() throws IOException {
        publish(request().bundle(bundle("forged")));
        assertThatThrownBy(() -> publish(signed("second")))
                .isInstanceOf(PublishRefusedException.class)
                .hasMessageContaining(CPU + ".sigstore.json");
    }

    @Test
    void shouldRefuseToReplaceFileUnderItsBundle() throws IOException {
        publish(signed("first"));
        assertThatThrownBy(() -> publish(PublishRequest.of(tag())
                        .wheel(wheel(CPU, "other bytes"))
                        .amend(true)
                        .clobber(true)))
                .isInstanceOf(PublishRefusedException.class)
                .hasMessageContaining("a signed statement about a file that would be replaced");
    }

    /** Whoever goes on signs anew, with other bytes. */
    @Test
    void shouldGoOnWithBundlesWhereverItIsKilled() throws IOException {
        boolean survived = false;
        for (int calls = 0; !survived; calls += 3) {
            reset();
            CrashingHost crashing = new CrashingHost(host(), calls, true);
            try {
                publisher(crashing.asHost()).publish(signed("first").build());
                survived = true;
            } catch (CrashingHost.Crash crash) {
                processDied(crashing);
            }
            publish(signed("second"));
            assertThat(names())
                    .containsExactlyInAnyOrder(CPU, CUDA, CPU + ".sigstore.json", "release.json", "SHA256SUMS");
            assertThat(Checksums.parse(content(Checksums.FILE_NAME)).digestOf(CPU + ".sigstore.json"))
                    .contains(Sha256.of(text(CPU + ".sigstore.json")));
        }
    }

    @Test
    void shouldSignChecksumsOnceAndAnewWhenTheyChange() throws IOException {
        int[] times = {0};
        SumsSigner signer = sums -> ReleaseAsset.ofBytes(
                "SHA256SUMS.sig",
                ("signature " + times[0]++ + " of " + Sha256.of(sums)).getBytes(StandardCharsets.UTF_8));
        publish(request().sumsSigner(memo(signer)));
        String first = text("SHA256SUMS.sig");
        assertThat(first).endsWith(Sha256.of(content(Checksums.FILE_NAME)));
        assertThat(publish(request().sumsSigner(memo(signer))).plan().isNothing())
                .isTrue();
        assertThat(text("SHA256SUMS.sig")).isEqualTo(first);

        publish(request()
                .attach(ReleaseAsset.ofBytes("notes.txt", new byte[] {1}))
                .amend(true)
                .sumsSigner(memo(signer)));
        assertThat(text("SHA256SUMS.sig")).endsWith(Sha256.of(content(Checksums.FILE_NAME)));
        assertThat(Checksums.parse(content(Checksums.FILE_NAME)).digests()).doesNotContainKey("SHA256SUMS.sig");

        publish(request()
                .attach(ReleaseAsset.ofBytes("more.txt", new byte[] {2}))
                .amend(true));
        assertThat(names()).doesNotContain("SHA256SUMS.sig");
    }

    private static SumsSigner memo(SumsSigner signer) {
        Map<String, ReleaseAsset> signed = new HashMap<>();
        return sums -> signed.computeIfAbsent(Sha256.of(sums), any -> signer.sign(sums));
    }

    private PublishRequest.Builder signed(String how) {
        return request().bundle(bundle("signed " + how));
    }

    private static ReleaseBundle bundle(String content) {
        return ReleaseBundle.of(
                ReleaseAsset.ofBytes(CPU + ".sigstore.json", content.getBytes(StandardCharsets.UTF_8)),
                Optional.of("a2V5"),
                bytes -> new String(bytes, StandardCharsets.UTF_8).startsWith("signed "));
    }

    /** True if the publisher was done before it could be killed. */
    private boolean killAndPublishAgain(int calls, boolean effect) throws IOException {
        reset();
        CrashingHost crashing = new CrashingHost(host(), calls, effect);
        boolean survived = false;
        try {
            publisher(crashing.asHost()).publish(request().build());
            survived = true;
        } catch (CrashingHost.Crash crash) {
            processDied(crashing);
        }
        assertNoneOrWhole(crashing.calls());
        publish(request());
        assertWhole();
        return survived;
    }

    private void assertNoneOrWhole(List<String> calls) throws IOException {
        if (!host().published().isEmpty()) {
            assertThat(names())
                    .as("after %s", calls)
                    .containsExactlyInAnyOrder(CPU, CUDA, "release.json", "SHA256SUMS");
        }
    }

    /** Makes {@link #host()} a fresh one. */
    protected abstract void reset() throws IOException;

    protected void assertWhole() throws IOException {
        assertThat(host().find(TAG)).singleElement().satisfies(release -> assertThat(release.draft())
                .isFalse());
        assertThat(names()).containsExactlyInAnyOrder(CPU, CUDA, "release.json", "SHA256SUMS");
        assertThat(text(CPU)).isEqualTo("cpu bytes");
        assertThat(text(CUDA)).isEqualTo("cuda bytes");
    }

    protected PublishRequest.Builder request() {
        return PublishRequest.of(tag()).wheel(wheel(CPU, "cpu bytes")).wheel(wheel(CUDA, "cuda bytes"));
    }

    protected static ReleaseTag tag() {
        return ReleaseTag.parse(TAG);
    }

    protected static ReleaseWheel wheel(String name, String content) {
        return ReleaseWheel.of(ReleaseAsset.ofBytes(name, content.getBytes(StandardCharsets.UTF_8)));
    }

    protected ReleasePublisher publisher(ReleaseHost host) {
        return new ReleasePublisher(host, timing, ProgressListener.SILENT);
    }

    protected PublishReport publish(PublishRequest.Builder request) throws IOException {
        return publisher(host()).publish(request.build());
    }

    private List<String> names() throws IOException {
        return host().assets(published()).stream().map(HostedAsset::name).toList();
    }

    private HostedRelease published() throws IOException {
        return host().find(TAG).stream()
                .filter(release -> !release.draft())
                .findFirst()
                .orElseThrow();
    }

    private String text(String name) throws IOException {
        return new String(content(name), StandardCharsets.UTF_8);
    }

    private byte[] content(String name) throws IOException {
        Optional<HostedAsset> asset = host().assets(published()).stream()
                .filter(there -> there.name().equals(name))
                .findFirst();
        try (InputStream in = host().download(published(), asset.orElseThrow())) {
            return in.readAllBytes();
        }
    }
}
