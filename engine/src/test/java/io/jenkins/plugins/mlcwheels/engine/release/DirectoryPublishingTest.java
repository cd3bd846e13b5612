package io.jenkins.plugins.mlcwheels.engine.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryPublishingTest extends PublishingContractTest {

    @TempDir
    private Path directory;

    private int run;

    @Override
    protected ReleaseHost host() {
        return new DirectoryReleaseHost(directory.resolve("run" + run), TagPattern.STANDARD);
    }

    @Override
    protected void reset() {
        run++;
    }

    @Test
    void shouldLeaveNothingButTheRelease() throws IOException {
        publish(request());
        try (Stream<Path> files = Files.walk(directory.resolve("run0"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file ->
                                    directory.resolve("run0").relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "v0.1.0/" + CPU, "v0.1.0/" + CUDA, "v0.1.0/release.json", "v0.1.0/SHA256SUMS");
        }
    }

    @Test
    void shouldRefuseWhileAnotherPublisherIsAtWork() throws IOException {
        publish(request().draftOnly(true));
        ReleaseHost other = host();
        try (ReleaseLease lease = other.lease(other.find(TAG).get(0), "other")) {
            lease.check();
            assertThatThrownBy(() -> publish(request()))
                    .isInstanceOf(ReleaseBusyException.class)
                    .hasMessageContaining(".v0.1.0.lock");
        }
        publish(request());
        assertWhole();
    }

    @Test
    void shouldRefuseFileInPlaceOfDirectory() throws IOException {
        Files.writeString(directory.resolve("run0"), "a file");
        assertThatThrownBy(() -> publish(request()))
                .isInstanceOf(PublishRefusedException.class)
                .hasMessageContaining("is not a directory");
    }
}
