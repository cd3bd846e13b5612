package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.TestTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds with a directory of caches that keeps trusted builds and change requests apart. */
@Timeout(180)
class CacheTrustTest {

    @TempDir
    Path directory;

    private MatrixProject project;

    @BeforeEach
    void makeProject() throws Exception {
        TestTools.need("bash", "python3", "cc", "ccache");
        project = MatrixProject.in(directory).limits(1, false, false, true);
    }

    private String hits(boolean trusted) throws Exception {
        return project.caches(directory.resolve("caches"), trusted)
                .run("cp310")
                .results()
                .get(0)
                .cache()
                .orElse("");
    }

    @Test
    void shouldNotLetTrustedBuildsReadWhatAChangeCompiled() throws Exception {
        assertThat(hits(false)).startsWith("0 of 1 ");
        assertThat(hits(false)).startsWith("1 of 1 ");
        assertThat(files("caches/trusted")).as("written by a change").isZero();
        assertThat(hits(true)).startsWith("0 of 1 ");
        assertThat(hits(true)).startsWith("1 of 1 ");
    }

    @Test
    void shouldLetChangesReadWhatTrustedBuildsCompiledAndWriteNothingThere() throws Exception {
        assertThat(hits(true)).startsWith("0 of 1 ");
        long before = files("caches/trusted");
        assertThat(hits(false)).startsWith("1 of 1 ");
        assertThat(files("caches/trusted")).isEqualTo(before);
    }

    @Test
    void shouldBuildAgainWhatAChangeLeftInTheWheelhouse() throws Exception {
        project.limits(1, false, false, false);
        hits(false);
        assertThat(MatrixProject.statuses(
                        project.caches(directory.resolve("caches"), true).run("cp310")))
                .containsEntry("cp310", CellStatus.BUILT);
        assertThat(project.said()).anyMatch(text -> text.contains("changed since: caches"));
    }

    private long files(String place) throws Exception {
        if (!Files.isDirectory(directory.resolve(place))) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(directory.resolve(place))) {
            return all.filter(file ->
                            file.toString().endsWith("R") || file.toString().contains("/shared/"))
                    .count();
        }
    }
}
