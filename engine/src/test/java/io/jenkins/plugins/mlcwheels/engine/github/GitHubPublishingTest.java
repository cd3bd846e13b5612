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
    @Override
    protected void reset() throws IOException {
        end();
        github = LoopbackGitHub.start().tag(TAG, "1".repeat(40));
        host = new GitHubReleaseHost(
                GitHubRepository.parse(github.api(), github.repository()),
                HttpOptions.of(() -> "token"),
                timing,
                ProgressListener.SILENT);
    }

    @AfterEach
    void end() {
        if (github != null) {
            github.close();
            assertThat(github.violations()).isEmpty();
        }
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
