package io.jenkins.plugins.mlcwheels.engine.nightly;

import static io.jenkins.plugins.mlcwheels.engine.nightly.NightlyScene.wheel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubFault;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.index.SimpleIndex;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildManifest;
import io.jenkins.plugins.mlcwheels.engine.manifest.Checksums;
import io.jenkins.plugins.mlcwheels.engine.release.CrashingHost;
import io.jenkins.plugins.mlcwheels.engine.release.LeasedHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseBusyException;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionItem;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPlan;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionRefusedException;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NightlyPrunerTest {

    private NightlyScene scene;

    @BeforeEach
    void start() throws IOException {
        scene = new NightlyScene();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    private RetentionReport prune(int keep) {
        NightlyPruner pruner = scene.pruner(keep);
        return pruner.apply(pruner.plan());
    }

    @Test
    void shouldKeepNewestOfEachFlavourPythonAndPlatform() {
        String arm = "mlc_llm_nightly_cpu-0.20.dev9-py3-none-manylinux_2_28_aarch64.whl";
        String python = "mlc_llm_nightly_cpu-0.20.dev8-cp313-cp313-manylinux_2_28_x86_64.whl";
        scene.add(wheel("cpu", 9), wheel("cpu", 10), wheel("cpu", 11), wheel("cu128", 9), arm, python);

        RetentionReport report = prune(1);

        assertThat(scene.release.names()).containsExactlyInAnyOrder(wheel("cpu", 11), wheel("cu128", 9), arm, python);
        assertThat(report.isComplete()).isTrue();
        assertThat(report.deleted())
                .extracting(RetentionItem::id)
                .containsExactlyInAnyOrder(wheel("cpu", 9), wheel("cpu", 10));
    }

    @Test
    void shouldDeleteNothingMoreTheSecondTime() {
        scene.add(wheel("cpu", 9), wheel("cpu", 10)).withRecords();
        prune(1);
        int writes = scene.deletions().size();
        assertThat(prune(1).deleted()).isEmpty();
        assertThat(scene.deletions()).hasSize(writes);
    }

    @Test
    void shouldKeepBuildsOfOneVersionTogetherAndWhatBelongsToThem() {
        String old = "demo-1.0.dev1+gaaa-py3-none-any.whl";
        String oldToo = "demo-1.0.dev1+gbbb-py3-none-any.whl";
        String kept = "demo-1.0.dev2+cu128-py3-none-any.whl";
        String keptToo = "demo-1.0.dev2+cu130-py3-none-any.whl";
        String rebuilt = "demo-1.0.0.dev2-1-py3-none-any.whl";
        scene.add(old, oldToo, kept, keptToo, rebuilt, old + ".sigstore.json", kept + ".asc");
        scene.add(old.replace(".whl", ".debug.zip"), kept.replace(".whl", ".debug.zip"));
        prune(1);
        assertThat(scene.release.names())
                .containsExactlyInAnyOrder(kept, keptToo, rebuilt, kept + ".asc", kept.replace(".whl", ".debug.zip"));
    }

    @Test
    void shouldDeleteBundleWithItsWheelAndNeverAlone() {
        scene.add(
                        wheel("cpu", 9),
                        wheel("cpu", 9) + ".sigstore.json",
                        wheel("cpu", 9) + ".test-result.sigstore.json",
                        wheel("cpu", 10),
                        wheel("cpu", 10) + ".sigstore.json",
                        wheel("cpu", 7) + ".sigstore.json")
                .withRecords()
                .add("SHA256SUMS.minisig");
        prune(1);
        assertThat(scene.release.names())
                .as("with the bundle of a wheel that is not there")
                .containsExactlyInAnyOrder(
                        wheel("cpu", 10),
                        wheel("cpu", 10) + ".sigstore.json",
                        wheel("cpu", 7) + ".sigstore.json",
                        "release.json",
                        "SHA256SUMS");
        scene.assertRecordsHold();
    }

    @Test
    void shouldKeepWhateverIsNoNightly() {
        String stable = "mlc_llm_cpu-0.19.0-py3-none-manylinux_2_28_x86_64.whl";
        String candidate = "mlc_llm_nightly_cpu-0.20rc1-py3-none-manylinux_2_28_x86_64.whl";
        scene.add(wheel("cpu", 9), wheel("cpu", 10), stable, candidate, "notes.txt", "odd-name.whl");
        scene.github.model().addBrokenAsset(scene.release, wheel("cpu", 11));
        NightlyPruner pruner = scene.pruner(1);
        RetentionPlan plan = pruner.plan();
        pruner.apply(plan);
        assertThat(scene.release.names())
                .containsExactlyInAnyOrder(
                        wheel("cpu", 10), wheel("cpu", 11), stable, candidate, "notes.txt", "odd-name.whl");
        assertThat(plan.toString())
                .contains(
                        "keep    " + stable + ": it is not a wheel of a development version",
                        "keep    " + wheel("cpu", 11) + ": its upload was not finished",
                        "delete  " + wheel("cpu", 9) + ": it is number 2 of 2, and the newest 1 are kept");
    }

    @Test
    void shouldKeepWhatIsProtectedByName() {
        scene.add(wheel("cpu", 9), wheel("cpu", 10), wheel("cpu", 11));
        RetentionPolicy policy = RetentionPolicy.newest(1, "*.dev9-*");
        NightlyPruner pruner =
                new NightlyPruner(scene.host(), NightlyScene.TAG, policy, scene.timing, ProgressListener.SILENT);
        pruner.apply(pruner.plan());
        assertThat(scene.release.names()).containsExactlyInAnyOrder(wheel("cpu", 9), wheel("cpu", 11));
    }

    @Test
    void shouldHandOnIndexOfWhatStaysBeforeAnythingGoes() {
        scene.add(wheel("cpu", 9), wheel("cpu", 10)).withRecords();
        var stable = scene.github.model().add("v0.1.0", false, "");
        scene.github.model().addAsset(stable, "mlc_llm-0.1.0-py3-none-any.whl", new byte[] {1});
        List<SimpleIndex> written = new ArrayList<>();
        NightlyPruner pruner = scene.pruner(1);
        pruner.apply(pruner.plan(), index -> {
            assertThat(scene.deletions()).isEmpty();
            assertThat(scene.release.names()).contains(wheel("cpu", 9));
            written.add(SimpleIndex.of(index.read(Path.of("index"))));
        });
        assertThat(written).hasSize(1);
        assertThat(written.get(0).projects()).containsOnlyKeys("mlc-llm", "mlc-llm-nightly-cpu");
        assertThat(written.get(0).projects().get("mlc-llm-nightly-cpu"))
                .singleElement()
                .satisfies(offered -> {
                    assertThat(offered.url()).endsWith("/releases/download/nightly/" + wheel("cpu", 10));
                    assertThat(offered.sha256()).isEqualTo(Sha256.of(wheel("cpu", 10)));
                    assertThat(offered.requiresPython()).contains(">=3.9");
                });
    }

    @Test
    void shouldDeleteNothingWhenIndexCantBeWritten() {
        scene.add(wheel("cpu", 9), wheel("cpu", 10)).withRecords();
        NightlyPruner pruner = scene.pruner(1);
        assertThatThrownBy(() -> pruner.apply(pruner.plan(), index -> {
                    throw new IOException("the disk is full");
                }))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(scene.release.names())
                .containsExactlyInAnyOrder(wheel("cpu", 9), wheel("cpu", 10), "release.json", "SHA256SUMS");
    }

    @Test
    void shouldTakeWhatGoesOutOfTheRecords() {
        scene.add(wheel("cpu", 9), wheel("cpu", 10)).withRecords();
        prune(1);
        byte[] json = scene.release.files().get(BuildManifest.FILE_NAME);
        assertThat(BuildManifest.parse(json).wheels()).singleElement().satisfies(record -> {
            assertThat(record.file()).isEqualTo(wheel("cpu", 10));
            assertThat(record.requiresPython()).contains(">=3.9");
        });
        assertThat(Checksums.parse(scene.release.files().get(Checksums.FILE_NAME))
                        .digests())
                .containsOnlyKeys(wheel("cpu", 10), BuildManifest.FILE_NAME)
                .containsEntry(BuildManifest.FILE_NAME, Sha256.of(json));
        assertThat(scene.warnings).isEmpty();
    }

    @Test
    void shouldSayWhyRecordStaysAsItIs() {
        scene.add(wheel("cpu", 9), wheel("cpu", 10), "SHA256SUMS", "release.json");
        assertThat(prune(1).isComplete()).isTrue();
        assertThat(scene.release.names()).doesNotContain(wheel("cpu", 9));
        assertThat(scene.release.files().get("SHA256SUMS")).asString().isEqualTo("SHA256SUMS");
        assertThat(scene.warnings)
                .hasSize(2)
                .allMatch(text -> text.contains("stays as it is, though it may name what is gone"));
    }

    @Test
    void shouldEndInTheSameStateAndNeverNameWhatIsGoneWhereverItIsKilled() throws IOException {
        boolean survived = false;
        for (int calls = 0; !survived; calls++) {
            for (boolean effect : new boolean[] {false, true}) {
                try (NightlyScene mortal = new NightlyScene()) {
                    mortal.add(wheel("cpu", 8), wheel("cpu", 9), wheel("cpu", 10))
                            .withRecords();
                    CrashingHost crashing = new CrashingHost(mortal.host(), calls, effect);
                    survived = !dies(mortal, crashing);
                    mortal.assertRecordsHold();
                    crashing.bury();
                    mortal.timing.forgetTasks();
                    NightlyPruner next = mortal.pruner(1);
                    next.apply(next.plan());
                    mortal.assertRecordsHold();
                    assertThat(mortal.release.names())
                            .as("killed at %s", crashing.calls())
                            .containsExactlyInAnyOrder("SHA256SUMS", "release.json", wheel("cpu", 10));
                    assertThat(Checksums.parse(mortal.release.files().get("SHA256SUMS"))
                                    .digests())
                            .containsOnlyKeys("release.json", wheel("cpu", 10))
                            .containsEntry(
                                    "release.json",
                                    Sha256.of(mortal.release.files().get("release.json")));
                }
            }
        }
    }

    private static boolean dies(NightlyScene mortal, CrashingHost crashing) {
        NightlyPruner pruner = mortal.pruner(crashing.asHost(), 1);
        try {
            pruner.apply(pruner.plan());
            return false;
        } catch (CrashingHost.Crash e) {
            return true;
        }
    }

    @Test
    void shouldKeepWhatIsNeededAgainSinceThePlanWasMade() {
        scene.add(wheel("cpu", 9), wheel("cpu", 10), wheel("cu128", 9));
        NightlyPruner pruner = scene.pruner(1);
        RetentionPlan plan = pruner.plan();
        scene.github.model().removeAsset(scene.release, wheel("cpu", 10));
        scene.add(wheel("cu128", 10));
        assertThat(pruner.apply(plan).deleted()).isEmpty();
        assertThat(scene.release.names())
                .containsExactlyInAnyOrder(wheel("cpu", 9), wheel("cu128", 9), wheel("cu128", 10));
    }

    @Test
    void shouldKeepTogetherWhatBelongsToWheelThatChangedSinceThePlan() {
        String old = "demo-1.0.dev1+cu128-py3-none-any.whl";
        String oldToo = "demo-1.0.dev1+cu130-py3-none-any.whl";
        String newest = "demo-1.0.dev2-py3-none-any.whl";
        String other = wheel("cpu", 9);
        scene.add(old, old + ".sig", oldToo, newest, other, wheel("cpu", 10));
        NightlyPruner pruner = scene.pruner(1);
        RetentionPlan plan = pruner.plan();
        scene.github.model().removeAsset(scene.release, oldToo);
        scene.add(oldToo);
        RetentionReport report = pruner.apply(plan);
        assertThat(report.deleted()).extracting(RetentionItem::id).containsExactly(other);
        assertThat(scene.release.names())
                .containsExactlyInAnyOrder(old, old + ".sig", oldToo, newest, wheel("cpu", 10));
    }

    @Test
    void shouldReportWhatCouldNotBeDeletedAndGoOnTheNextTime() {
        scene.add(wheel("cpu", 8), wheel("cpu", 9), wheel("cpu", 10), wheel("cpu", 11), wheel("cpu", 12))
                .withRecords();
        NightlyPruner pruner = scene.pruner(1);
        RetentionPlan plan = pruner.plan();
        scene.github.fail(request -> request.method().equals("DELETE") && wheelsGoNow(), 1, GitHubFault.status(422));
        RetentionReport report = pruner.apply(plan);
        assertThat(report.failed()).hasSize(1).allSatisfy((name, reason) -> assertThat(reason)
                .contains("refused (422)"));
        assertThat(report.deleted()).hasSize(3);
        scene.assertRecordsHold();
        scene.github.forgetFaults();
        assertThat(prune(1).isComplete()).isTrue();
        assertThat(scene.release.names()).containsExactlyInAnyOrder("SHA256SUMS", "release.json", wheel("cpu", 12));
    }

    /** Whether both records are rewritten. */
    private boolean wheelsGoNow() {
        return !new String(scene.release.files().get("SHA256SUMS"), StandardCharsets.UTF_8).contains(wheel("cpu", 8))
                && scene.release.names().stream().noneMatch(name -> name.endsWith(".mlc-old"));
    }

    @Test
    void shouldRefuseReleasesOfVersions() {
        for (String tag : List.of("v0.1.0", "v0.20.dev0", "v1.0.0-rc.1")) {
            assertThatThrownBy(() -> pruner(tag).plan())
                    .isInstanceOf(RetentionRefusedException.class)
                    .hasMessageContaining(tag + " is the release of a version");
        }
        assertThat(scene.github.requests()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNoPrereleaseOrCantBeChanged() {
        scene.github.model().add("stable", false, "");
        scene.github.model().makeImmutable();
        scene.github.model().addPrerelease("sealed");
        assertThatThrownBy(() -> pruner("stable").plan())
                .isInstanceOfSatisfying(RetentionRefusedException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(EngineException.Kind.PUBLISH_REFUSED))
                .hasMessageContaining("is not a pre-release");
        assertThatThrownBy(() -> pruner("sealed").plan()).hasMessageContaining("is immutable");
        assertThatThrownBy(() -> pruner("weekly").plan()).hasMessageContaining("no published release weekly");
    }

    private NightlyPruner pruner(String tag) {
        return new NightlyPruner(scene.host(), tag, RetentionPolicy.newest(1), scene.timing, ProgressListener.SILENT);
    }

    @Test
    void shouldLeaveReleaseAloneWhileSomebodyPublishesOnIt() {
        scene.add(wheel("cpu", 9), wheel("cpu", 10));
        var host = scene.host();
        var release = host.find(NightlyScene.TAG).get(0);
        try (var lease = LeasedHost.take(host, release, "somebody")) {
            assertThatThrownBy(() -> prune(1))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("somebody");
            lease.check();
        }
        assertThat(scene.release.names()).hasSize(2);
    }

    @Test
    void shouldDeleteNothingWhenSomebodyElseTookOver() {
        scene.add(wheel("cpu", 9), wheel("cpu", 10)).withRecords();
        NightlyPruner pruner = scene.pruner(1);
        assertThatThrownBy(() -> pruner.apply(pruner.plan(), index -> {
                    scene.github.model().removeAsset(scene.release, "mlc-wheels.lock");
                    scene.timing.sleep(Duration.ofMinutes(1));
                }))
                .isInstanceOf(ReleaseBusyException.class);
        assertThat(scene.release.names()).contains(wheel("cpu", 9), wheel("cpu", 10));
    }

    @Test
    void shouldSayThatNothingFitsOnTheReleaseNotEvenTheLease() {
        scene.add(IntStream.range(0, 1000).mapToObj(dev -> wheel("cpu", dev)).toArray(String[]::new));
        NightlyPruner pruner = scene.pruner(1);
        RetentionPlan plan = pruner.plan();
        assertThat(plan.deleted()).hasSize(999);
        assertThatThrownBy(() -> pruner.apply(plan))
                .isInstanceOfSatisfying(RemoteException.class, e -> assertThat(e.suggestion())
                        .contains("Delete two that are not needed by hand"))
                .hasMessageContaining("nightly has all 1000 files that GitHub allows");
        assertThat(scene.deletions()).isEmpty();
    }

    @Test
    void shouldStayWithinTheRateLimits() {
        for (int dev = 0; dev < 120; dev++) {
            scene.add(wheel("cpu", dev));
        }
        prune(1);
        assertThat(scene.release.names()).hasSize(1);
        assertThat(scene.timing.slept()).isNotEmpty();
    }

    @Test
    void shouldNotMindTextThatOnlyLooksLikeWheel() {
        scene.add("x.whl", "-.whl", "mlc_llm-0.1.dev1-py3-none-manylinux_bad.whl");
        assertThat(scene.pruner(1).plan().deleted()).isEmpty();
    }
}
