package io.jenkins.plugins.mlcwheels.engine.github;

import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.CPU;
import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.TAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.release.AssetSource;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRefusedException;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything is written. */
class GitHubPreflightTest {

    private GitHubScene scene;

    @BeforeEach
    void start() throws IOException {
        scene = new GitHubScene();
    }

    @AfterEach
    void end() {
        assertThat(scene.github.requests()).as("writing requests").noneMatch(LoopbackGitHub.Request::changes);
        scene.close();
    }

    @Test
    void shouldReportAllProblemsTogether() {
        scene.model().readOnly();
        ReleaseAsset huge = new ReleaseAsset("huge.bin", 2L << 30, "0".repeat(64), new AssetSource.Bytes(new byte[0]));
        PublishRequest.Builder request = PublishRequest.of(ReleaseTag.parse("v0.2.0"))
                .wheel(GitHubScene.wheel(CPU, "cpu bytes"))
                .expect("*cu128*")
                .attach(huge)
                .attach(ReleaseAsset.ofBytes("a name~with blanks.txt", new byte[1]));
        assertThat(problems(request))
                .hasSize(6)
                .anyMatch(problem -> problem.contains("is version 0.1.0"))
                .anyMatch(problem -> problem.contains("no wheel matches '*cu128*'"))
                .anyMatch(problem -> problem.contains("takes files of at most 2.1 GB"))
                .anyMatch(problem -> problem.contains("would be stored as 'a.name.with.blanks.txt'"))
                .anyMatch(problem -> problem.contains("there is no tag v0.2.0"))
                .anyMatch(problem -> problem.contains("may not write"));
    }

    @Test
    void shouldRefuseTagThatPointsElsewhere() {
        assertThat(problems(scene.request().commit("2".repeat(40))))
                .singleElement()
                .asString()
                .contains("points at 1111", "built from 2222");
    }

    @Test
    void shouldFollowAnnotatedTagToItsCommit() {
        scene.model().annotatedTag(TAG, "a".repeat(40), GitHubScene.COMMIT);
        assertThat(scene.publisher("token").plan(scene.request().build()).problems())
                .isEmpty();
        assertThat(problems(scene.request().commit("a".repeat(40)))).hasSize(1);
    }

    @Test
    void shouldNoticeTokenWithFewerRightsThanItsUser() {
        scene.model().readOnlyToken();
        assertThat(problems(scene.request())).singleElement().asString().contains("the token may not write");
    }

    @Test
    void shouldNotMindThatTheRightsOfTheTokenCannotBeTold() {
        scene.github.fail(request -> request.path().endsWith("/generate-notes"), 1, GitHubFault.status(502));
        assertThat(scene.publisher("token").plan(scene.request().build()).problems())
                .isEmpty();
        assertThat(scene.timing.slept()).isEmpty();
    }

    @Test
    void shouldRefuseArchivedRepository() {
        scene.model().archive();
        assertThat(problems(scene.request())).singleElement().asString().contains("archived");
    }

    @Test
    void shouldSayThatRepositoryIsNotThere() {
        GitHubReleaseHost host = new GitHubReleaseHost(
                GitHubRepository.parse(scene.github.api(), "mlc-ai/other"),
                scene.options("token"),
                scene.timing,
                ProgressListener.SILENT);
        ReleasePublisher publisher = new ReleasePublisher(host, scene.timing, ProgressListener.SILENT);
        assertThatThrownBy(() -> publisher.publish(scene.request().build()))
                .isInstanceOf(PublishRefusedException.class)
                .hasMessageContaining("there is no repository")
                .hasMessageNotContaining("there is no tag");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc1234", "HEAD", "", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"})
    void shouldRefuseCommitThatIsNoWholeHash(String commit) {
        assertThatThrownBy(() -> scene.request().commit(commit)).isInstanceOfSatisfying(EngineException.class, e -> {
            assertThat(e.kind()).isEqualTo(EngineException.Kind.INPUT);
            assertThat(e.suggestion()).contains("git rev-parse");
        });
    }

    @Test
    void shouldRefusePublisherIdAndNumberOfUploadsThatCannotBe() {
        assertThatThrownBy(() -> scene.request().publisher("a b"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("'a b'");
        assertThatThrownBy(() -> scene.request().parallel(0))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("0 uploads");
    }

    @Test
    void shouldRefuseToChooseBetweenDraftsOfPeople() {
        scene.model().add(TAG, true, "one");
        scene.model().add(TAG, true, "two");
        assertThat(problems(scene.request())).singleElement().asString().contains("2 drafts of v0.1.0");
    }

    @Test
    void shouldRefuseNotesThatAreTooLong() {
        assertThat(problems(scene.request().notes("x".repeat(125_000))))
                .singleElement()
                .asString()
                .contains("125000 characters");
    }

    @Test
    void shouldRefuseMoreFilesThanGitHubAllows() {
        PublishRequest.Builder request = scene.request().expect("*cu128*");
        attach(request, 997);
        assertThat(problems(request))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("no wheel matches '*cu128*'"))
                .anyMatch(problem -> problem.contains("v0.1.0 would have 1000 files; 999 fit"));
    }

    @Test
    void shouldCountFilesThatStayOnThePublishedRelease() {
        GitHubModel.StoredRelease full = fill(scene.model().add(TAG, false, ""), 996);
        PublishRequest.Builder more = scene.request().amend(true);
        assertThat(scene.publisher("token").plan(more.build()).problems()).isEmpty();
        fill(full, 1);
        assertThat(problems(more)).singleElement().asString().contains("would have 1000 files; 999 fit");
    }

    @Test
    void shouldNotCountFilesThatGoBeforeOthersCome() {
        GitHubModel.StoredRelease draft = scene.model().add(TAG, true, "");
        fill(draft, 996);
        scene.model().addAsset(draft, CPU + ".mlc-old", new byte[1]);
        assertThat(scene.publisher("token").plan(scene.request().build()).problems())
                .isEmpty();
    }

    private static void attach(PublishRequest.Builder request, int files) {
        for (int i = 0; i < files; i++) {
            request.attach(ReleaseAsset.ofBytes("notes-" + i + ".txt", new byte[1]));
        }
    }

    private GitHubModel.StoredRelease fill(GitHubModel.StoredRelease release, int files) {
        int there = release.names().size();
        for (int i = there; i < there + files; i++) {
            scene.model().addAsset(release, "notes-" + i + ".txt", new byte[1]);
        }
        return release;
    }

    @Test
    void shouldSayThatTokenIsMissingOrMalformedWithoutShowingIt() {
        for (String token : List.of("", "secret\nvalue", "secret value")) {
            ReleasePublisher publisher = new ReleasePublisher(scene.host(token), scene.timing, scene::hear);
            assertThatThrownBy(() -> publisher.plan(scene.request().build()))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("token")
                    .hasMessageNotContaining("secret");
        }
    }

    private List<String> problems(PublishRequest.Builder request) {
        try {
            scene.publisher("token").publish(request.build());
            throw new AssertionError("nothing was refused");
        } catch (PublishRefusedException e) {
            return e.problems().stream().map(Object::toString).toList();
        }
    }
}
