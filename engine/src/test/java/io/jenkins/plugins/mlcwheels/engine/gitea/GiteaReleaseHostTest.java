package io.jenkins.plugins.mlcwheels.engine.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHostContractTest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseWheel;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The port of releases is enough for another kind of host: one that is held to the contract, and publishes. */
class GiteaReleaseHostTest extends ReleaseHostContractTest {

    private static final String WHEEL = "demo-0.1.0-py3-none-any.whl";

    private LoopbackGitea gitea;

    @Override
    protected ReleaseHost host() throws IOException {
        gitea = LoopbackGitea.start().tag(TAG, COMMIT);
        return new GiteaReleaseHost(gitea.api(), "mlc-ai/mlc-llm", LoopbackGitea.TOKEN);
    }

    @AfterEach
    void stop() {
        gitea.close();
    }

    @Test
    void shouldPublishWholeRelease() throws IOException {
        ReleasePublisher publisher = new ReleasePublisher(host(), new VirtualTiming(), ProgressListener.SILENT);
        byte[] bytes = "wheel".getBytes(StandardCharsets.UTF_8);
        PublishRequest request = PublishRequest.of(ReleaseTag.parse(TAG))
                .commit(COMMIT)
                .wheel(ReleaseWheel.of(ReleaseAsset.ofBytes(WHEEL, bytes)))
                .build();

        PublishReport draft = publisher.publish(request.withDraftOnly(true));
        assertThat(draft.release().orElseThrow().draft()).isTrue();
        PublishReport report = publisher.publish(request);

        assertThat(report.release().orElseThrow().draft()).isFalse();
        assertThat(gitea.files(TAG)).containsOnlyKeys(WHEEL, "release.json", "SHA256SUMS");
        assertThat(gitea.files(TAG).get("SHA256SUMS")).asString().contains(Sha256.of(bytes));
        assertThat(publisher.publish(request).plan().isNothing()).isTrue();
    }
}
