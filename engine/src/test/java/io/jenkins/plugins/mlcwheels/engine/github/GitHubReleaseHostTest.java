package io.jenkins.plugins.mlcwheels.engine.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHostContractTest;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

class GitHubReleaseHostTest extends ReleaseHostContractTest {

    private LoopbackGitHub github;

    @Override
    protected ReleaseHost host() throws IOException {
        github = LoopbackGitHub.start().tag(TAG, COMMIT);
        return new GitHubReleaseHost(
                GitHubRepository.parse(github.api(), github.repository()),
                HttpOptions.of(() -> "token"),
                new VirtualTiming(),
                ProgressListener.SILENT);
    }

    @AfterEach
    void shouldHaveKeptToTheDescription() {
        try (LoopbackGitHub used = github) {
            assertThat(used.violations()).isEmpty();
        }
    }
}
