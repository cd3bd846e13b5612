package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.OtherJvm;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WheelhouseTest {

    private static final Timing TIMING = Timing.of(Clock.systemUTC(), new Random(1));

    @TempDir
    Path directory;

    @Test
    void shouldWaitForTheRunOfAnotherProcessAndTellSo() throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        try (OtherJvm other = OtherJvm.start(WheelhouseHolder.class, directory)) {
            assertThat(other.line()).startsWith("has ");
            CompletableFuture<Path> mine = CompletableFuture.supplyAsync(() -> taken(told));
            assertThat(told.get(60, TimeUnit.SECONDS))
                    .contains(directory.toString())
                    .contains("process " + other.pid());
            assertThat(mine).isNotDone();
            other.goOn();
            assertThat(mine.get(60, TimeUnit.SECONDS)).isEqualTo(directory);
        }
    }

    @Test
    void shouldNotWaitForARunThatWasKilled() throws Exception {
        try (OtherJvm other = OtherJvm.start(WheelhouseHolder.class, directory)) {
            assertThat(other.line()).startsWith("has ");
            other.kill();
        }
        assertThat(taken(new CompletableFuture<>())).isEqualTo(directory);
    }

    @Test
    void shouldPutWheelsIntoTheirPlaceAsAWhole() throws Exception {
        Path built = Files.writeString(
                Files.createDirectories(directory.resolve("b")).resolve("demo.whl"), "new");
        Files.writeString(directory.resolve("demo.whl"), "old");
        try (Wheelhouse wheelhouse = Wheelhouse.take(directory, TIMING, ProgressListener.SILENT)) {
            assertThat(wheelhouse.deliver(built)).hasContent("new");
        }
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
        assertThat(built).doesNotExist();
    }

    private Path taken(CompletableFuture<String> told) {
        try (Wheelhouse wheelhouse = Wheelhouse.take(directory, TIMING, event -> {
            if (event instanceof ProgressListener.Notice notice) {
                told.complete(notice.text());
            }
        })) {
            return wheelhouse.directory();
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
