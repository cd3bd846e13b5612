package io.jenkins.plugins.mlcwheels.engine.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.release.CrashingHost;
import io.jenkins.plugins.mlcwheels.engine.release.PublishingContractTest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class GitHubPublishingTest extends PublishingContractTest {

    private LoopbackGitHub github;
    private ReleaseHost host;

    @BeforeEach
    void start() throws IOException {
        github = LoopbackGitHub.start().tag(TAG, "1".repeat(40));
        host = new GitHubReleaseHost(
                GitHubRepository.parse(github.api(), github.repository()),
                HttpOptions.of(() -> "token"),
                timing,
                ProgressListener.SILENT);
    }

    @Override
    protected void reset() {
        github.model().forgetReleases();
    }

    @AfterEach
    void end() {
        github.close();
        assertThat(github.violations()).isEmpty();
    }

    @Override
    protected ReleaseHost host() {
        return host;
    }

    /** Its lease stays, and is no longer renewed. */
    @Override
    protected void processDied(CrashingHost crashed) {
        timing.forgetTasks();
    }
}
