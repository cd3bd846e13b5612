package io.jenkins.plugins.mlcwheels.engine.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubModel;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubRepository;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.release.DirectoryReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRefusedException;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseWheel;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightlyPublisherTest {

    private static final String FIRST = "1a2b3c4" + "0".repeat(33);
    private static final String SECOND = "2b3c4d5" + "0".repeat(33);

    private final VirtualTiming timing = new VirtualTiming();
    private LoopbackGitHub github;
    private Optional<NightlyKind> kind = Optional.empty();
    private boolean takeOver;
    private String tag = "nightly";
    private String content = "bytes";

    @BeforeEach
    void start() throws IOException {
        github = LoopbackGitHub.start();
        github.model().clock(timing::now);
    }

    @AfterEach
    void end() {
        github.close();
        assertThat(github.violations()).isEmpty();
    }

    @Test
    void shouldAddToOnePrereleaseWhoseTagMovesLast() {
        publish(FIRST, 1);
        github.fail(
                request -> {
                    if (request.isAssetUpload()) {
                        assertThat(github.model().tags()).containsEntry("nightly", FIRST);
                    }
                    return false;
                },
                99,
                exchange -> {});
        publish(SECOND, 2);
        GitHubModel.StoredRelease release = github.model().release("nightly");
        assertThat(release.isPrerelease()).isTrue();
        assertThat(release.latest()).isEqualTo("false");
        assertThat(release.names()).contains(wheel(1), wheel(2), "release.json", "SHA256SUMS");
        assertThat(release.body()).contains("2026-01-01", SECOND, "0.20.dev2").doesNotContain(FIRST);
        assertThat(release.name()).isEqualTo("Nightly 2026-01-01 (0.20.dev2)");
        assertThat(github.model().tags()).containsOnly(Map.entry("nightly", SECOND));
    }

    @Test
    void shouldLeaveTheTagWithTheNewestWhenAnOldCommitIsPublishedAgain() {
        publish(SECOND, 2);
        publish(FIRST, 1);
        assertThat(github.model().tags()).containsEntry("nightly", SECOND);
        assertThat(github.model().release("nightly").body()).contains(SECOND);
        assertThat(github.model().release("nightly").names()).contains(wheel(1), wheel(2));
    }

    @Test
    void shouldMakeReleaseOfItsOwnWhereReleasesAreImmutable() {
        github.model().makeImmutable();
        publish(FIRST, 1);
        publish(SECOND, 2);
        assertThat(github.model().published())
                .containsExactly("nightly-20260101-g1a2b3c4", "nightly-20260101-g2b3c4d5");
        assertThat(github.model().tags())
                .containsOnly(
                        Map.entry("nightly-20260101-g1a2b3c4", FIRST), Map.entry("nightly-20260101-g2b3c4d5", SECOND));
        assertThat(github.model().release("nightly-20260101-g1a2b3c4").latest()).isEqualTo("false");
    }

    @Test
    void shouldKeepEachOnReleaseOfItsOwnWhenToldTo() {
        kind = Optional.of(NightlyKind.DATED);
        publish(FIRST, 1);
        assertThat(github.model().published()).containsExactly("nightly-20260101-g1a2b3c4");
    }

    @Test
    void shouldRefuseToMoveWhereReleasesAreImmutable() {
        github.model().makeImmutable();
        kind = Optional.of(NightlyKind.MOVING);
        assertThatThrownBy(() -> publish(FIRST, 1))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("are immutable, so that nightlies can't be added");
        assertThat(github.requests()).noneMatch(LoopbackGitHub.Request::changes);
    }

    @Test
    void shouldLearnFromReleasesWhereNobodyTellsThatTheyAreImmutable() {
        github.model().makeImmutable();
        github.model().hideImmutability();
        publish(FIRST, 1);
        assertThat(github.model().published()).containsExactly("nightly");
        publish(SECOND, 2);
        assertThat(github.model().published()).containsExactly("nightly", "nightly-20260101-g2b3c4d5");
    }

    @Test
    void shouldNeverUseTheTagOfDeletedImmutableReleaseAgain() {
        github.model().makeImmutable();
        publish(FIRST, 1);
        github.model().remove(github.model().release("nightly-20260101-g1a2b3c4"));
        github.model().burn("nightly-20260101-g1a2b3c4");
        publish(FIRST, 1);
        assertThat(github.model().published()).containsExactly("nightly-20260101-g1a2b3c4-2");
    }

    @Test
    void shouldGoOnWithTheDraftOfYesterday() throws Exception {
        kind = Optional.of(NightlyKind.DATED);
        NightlyPublisher nightlies = new NightlyPublisher(host(), timing, ProgressListener.SILENT);
        NightlyPlace place = nightlies.place(order(FIRST, 1));
        PublishRequest draft = request(place, 1).withDraftOnly(true);
        nightlies.publish(place, draft, () -> publisher().publish(draft));
        timing.sleep(Duration.ofHours(24));
        publish(FIRST, 1);
        assertThat(github.model().published()).containsExactly("nightly-20260101-g1a2b3c4");
        assertThat(github.model().arrivals(wheel(1))).isEqualTo(1);
    }

    @Test
    void shouldLeaveWhatIsThereWhenTheSameCommitIsBuiltAgain() {
        publish(FIRST, 1);
        content = "other bytes";
        assertThat(place(FIRST, 1).isThere()).isTrue();
        assertThat(place(SECOND, 2).isThere()).isFalse();
        content = "bytes";
        assertThat(place(FIRST, 1).isThere()).isFalse();
        kind = Optional.of(NightlyKind.DATED);
        publish(SECOND, 2);
        content = "other bytes";
        assertThat(place(SECOND, 2).isThere()).isTrue();
        assertThat(place(SECOND, 2).published()).isPresent();
    }

    @Test
    void shouldTakeOverPrereleaseOfVersionAndLeaveItsTag() {
        github.tag("v0.9.dev0", SECOND);
        GitHubModel.StoredRelease release = github.model().addPrerelease("v0.9.dev0");
        tag = "v0.9.dev0";
        assertThatThrownBy(() -> publish(FIRST, 1)).hasMessageContaining("v0.9.dev0 is the tag of a version");
        takeOver = true;
        publish(FIRST, 1);
        assertThat(release.names()).contains(wheel(1));
        assertThat(github.model().tags()).containsEntry("v0.9.dev0", SECOND);
    }

    @Test
    void shouldTakeOverNothingThatIsNotThere() {
        tag = "v0.9.dev0";
        takeOver = true;
        assertThatThrownBy(() -> publish(FIRST, 1)).hasMessageContaining("no published pre-release v0.9.dev0");
    }

    @Test
    void shouldRefuseStableReleaseAndStableVersion() {
        github.tag("nightly", FIRST);
        github.model().add("nightly", false, "");
        assertThatThrownBy(() -> publish(FIRST, 1)).hasMessageContaining("nightly is no pre-release");
        tag = "other";
        assertThatThrownBy(() -> place(new NightlyOrder(
                        tag, kind, false, FIRST, Pep440Version.parse("1.0.0"), Map.of("a.whl", "0".repeat(64)))))
                .isInstanceOf(InvalidReleaseTagException.class)
                .hasMessageContaining("a development version such as 0.20.dev45, not 1.0.0");
        tag = "no tag";
        assertThatThrownBy(() -> publish(FIRST, 1)).hasMessageContaining("can't be the tag of nightlies");
    }

    @Test
    void shouldRefuseWheelsOfSeveralVersions() {
        NightlyPlace place = place(FIRST, 1);
        PublishRequest request = place.complete(
                        PublishRequest.of(place.tag()).wheel(released(1)).wheel(released(2)))
                .build();
        assertThatThrownBy(() -> publisher().publish(request))
                .isInstanceOf(PublishRefusedException.class)
                .hasMessageContaining("is version 0.20.dev2, but the tag nightly is 0.20.dev1");
    }

    @Test
    void shouldRefuseHostWithoutTags(@TempDir Path directory) {
        ReleaseHost host = new DirectoryReleaseHost(directory, TagPattern.STANDARD);
        assertThatThrownBy(() -> new NightlyPublisher(host, timing, ProgressListener.SILENT))
                .hasMessageContaining("keeps no nightlies");
    }

    private ReleaseHost host() {
        return new GitHubReleaseHost(
                GitHubRepository.parse(github.api(), github.repository()),
                HttpOptions.of(() -> "token"),
                timing,
                ProgressListener.SILENT);
    }

    private ReleasePublisher publisher() {
        return new ReleasePublisher(host(), timing, ProgressListener.SILENT);
    }

    private void publish(String commit, int dev) {
        NightlyPublisher nightlies = new NightlyPublisher(host(), timing, ProgressListener.SILENT);
        NightlyPlace place = nightlies.place(order(commit, dev));
        PublishRequest.Builder builder = PublishRequest.of(place.tag())
                .wheel(released(dev))
                .title(nightlies.title(place))
                .notes(nightlies.notes(place));
        PublishRequest request = place.complete(builder).build();
        nightlies.publish(place, request, () -> publisher().publish(request));
    }

    private NightlyPlace place(String commit, int dev) {
        return place(order(commit, dev));
    }

    private NightlyPlace place(NightlyOrder order) {
        return new NightlyPublisher(host(), timing, ProgressListener.SILENT).place(order);
    }

    private PublishRequest request(NightlyPlace place, int dev) {
        return place.complete(PublishRequest.of(place.tag()).wheel(released(dev)))
                .build();
    }

    private NightlyOrder order(String commit, int dev) {
        return new NightlyOrder(
                tag,
                kind,
                takeOver,
                commit,
                Pep440Version.parse("0.20.dev" + dev),
                Map.of(wheel(dev), released(dev).asset().sha256()));
    }

    private static String wheel(int dev) {
        return "mlc_llm-0.20.dev" + dev + "-py3-none-manylinux_2_28_x86_64.whl";
    }

    private ReleaseWheel released(int dev) {
        return ReleaseWheel.of(ReleaseAsset.ofBytes(wheel(dev), (content + dev).getBytes(StandardCharsets.UTF_8)));
    }
}
