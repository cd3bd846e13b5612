package io.jenkins.plugins.mlcwheels.record;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Records of wheels in a build that others use at the same time. */
@WithJenkins
class WheelsActionTest {

    private static final String SHA256 = "0123456789abcdef".repeat(4);
    private static final String FILE = "demo-1.0-py3-none-any.whl";

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void reportsAreWrittenWithoutTheLockOnTheBuild(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild run = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        Path reports = run.getRootDir().toPath().resolve("mlc-wheels");
        WheelFacts facts = new WheelFacts(FILE, FILE, "demo", "1.0", "py3-none-any", "any", SHA256, 1, true);
        List<WheelRecord> wheels = List.of(new WheelRecord(facts, null, false));
        CompletableFuture<Void> recorded;
        synchronized (run) {
            recorded = CompletableFuture.runAsync(() -> {
                try {
                    WheelsAction.record(run, "7", wheels, Map.of(SHA256, "{}"));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            while (count(reports) == 0) {
                Thread.onSpinWait();
            }
            assertThat(WheelsAction.of(run)).isEmpty();
        }
        recorded.get();
        assertThat(WheelsAction.of(run).orElseThrow().report(SHA256)).isEqualTo("{}");
        assertThat(count(reports)).isEqualTo(1);
    }

    @Test
    void reportsThatAreNotPutIntoPlaceLeaveNoFiles(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild run = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        Path reports = run.getRootDir().toPath().resolve("mlc-wheels");
        String other = "f".repeat(64);

        try (StagedReports staged = StagedReports.write(run, Map.of(SHA256, "{}", other, "{}"))) {
            assertThat(count(reports)).isEqualTo(2);
            staged.commit(SHA256);
        }

        assertThat(count(reports)).isEqualTo(1);
        assertThat(WheelsAction.file(run, SHA256)).hasContent("{}");
    }

    private static long count(Path directory) throws Exception {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
