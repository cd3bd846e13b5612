package io.jenkins.plugins.mlcwheels.engine.github;

import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.COMMIT;
import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.CPU;
import static io.jenkins.plugins.mlcwheels.engine.github.GitHubScene.TAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.mlcwheels.engine.release.NightlyHost;
import io.jenkins.plugins.mlcwheels.engine.release.PublishMark;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GitHub's own descriptions of its API, and whether all that is sent and read is as they say. */
class GitHubDescriptionTest {

    /** What the script says where there is no npm, or no registry to ask. */
    private static final int NOT_TO_BE_HAD = 3;

    @ParameterizedTest
    @ValueSource(strings = {"api.github.com", "ghes-3.17"})
    void shouldSendEveryKindOfRequestAsDescribed(String description) throws IOException {
        try (GitHubScene scene = new GitHubScene(LoopbackGitHub.start(description))) {
            boolean enterprise = description.startsWith("ghes");
            if (enterprise) {
                scene.model().withoutAttestations();
                scene.model().downloadDirectly();
            }
            scene.model().annotatedTag(TAG, "a".repeat(40), COMMIT);
            scene.publisher("token").publish(scene.request().draftOnly(true).build());
            scene.model().add(TAG, true, new PublishMark("old", "a".repeat(64), false).comment());
            PublishRequest.Builder whole = scene.two().generateNotes(true);
            if (!enterprise) {
                whole.discussion("News");
            }
            scene.publisher("token").publish(whole.build());
            scene.publisher("token")
                    .publish(PublishRequest.of(ReleaseTag.parse(TAG))
                            .wheel(GitHubScene.wheel(CPU, "new bytes"))
                            .amend(true)
                            .clobber(true)
                            .build());
            scene.host("token").read(scene.host("token").find(TAG).get(0));
            assertThat(scene.model().release(TAG).files().get(CPU)).asString().isEqualTo("new bytes");
            NightlyHost nightlies = scene.host("token").part(NightlyHost.class).orElseThrow();
            assertThat(nightlies.locksReleases()).isEmpty();
            nightlies.pointTag("nightly", COMMIT);
            nightlies.pointTag("nightly", "2".repeat(40));
            assertThat(scene.model().tags()).containsEntry("nightly", "2".repeat(40));
            nightlies.deleteTag("nightly");
            nightlies.deleteTag("nightly");
            if (enterprise) {
                assertThat(scene.github.operations()).isEqualTo(scene.github.describedOperations());
                return;
            }
            scene.model().makeImmutable();
            assertThat(nightlies.locksReleases()).contains(true);
            assertThat(scene.github.operations()).isEqualTo(scene.github.describedOperations());
        }
    }

    /** Gets the package that the extracts were cut from, and cuts it again. */
    @Test
    void shouldHaveExtractsThatAreWhatGitHubPublished() throws Exception {
        Path script = Path.of(System.getProperty("mlcwheels.basedir", ".."), "bench/openapi/extract.py");
        Process process = new ProcessBuilder("python3", script.toString(), "--check", "--recorded")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        assumeTrue(
                code != NOT_TO_BE_HAD,
                () -> "GitHub's descriptions could not be compared with those on npm: " + output.strip());
        assertThat(code).as(output).isZero();
    }
}
