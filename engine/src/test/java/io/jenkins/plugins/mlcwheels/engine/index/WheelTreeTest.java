package io.jenkins.plugins.mlcwheels.engine.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelTreeTest {

    @TempDir
    private Path directory;

    private final List<String> warnings = new ArrayList<>();
    private final ProgressListener progress = event -> warnings.add(((ProgressListener.Notice) event).text());

    private Path release(String tag, String version) throws IOException {
        return TestWheels.wheel("demo_pkg", version, "py3-none-any")
                .file("demo_pkg.py", "VALUE = '" + version + "'\n")
                .metadata("Requires-Python: >=3.8,<4")
                .writeTo(Files.createDirectories(directory.resolve(tag)));
    }

    private WheelTree tree() {
        return WheelTree.of(directory, progress);
    }

    private List<IndexedWheel> read(WheelTree tree) throws IOException {
        return tree.read(directory.resolve("simple"));
    }

    @Test
    void shouldLinkWheelsRelativelyWithHashTimeAndMetadata() throws IOException {
        Path wheel = release("v0.1.0", "0.1.0");
        Instant time = Instant.parse("2026-02-03T04:05:06Z");
        Files.setLastModifiedTime(wheel, FileTime.from(time));
        WheelTree tree = tree();
        assertThat(read(tree)).singleElement().satisfies(offered -> {
            assertThat(offered.url()).isEqualTo("../../v0.1.0/demo_pkg-0.1.0-py3-none-any.whl");
            assertThat(offered.requiresPython()).contains(">=3.8,<4");
            assertThat(offered.metadataSha256()).isPresent();
            assertThat(offered.uploaded()).contains(time);
        });
        assertThat(wheel.resolveSibling(wheel.getFileName() + ".metadata")).doesNotExist();
        tree.writeBeside();
        assertThat(wheel.resolveSibling(wheel.getFileName() + ".metadata"))
                .content()
                .contains("Name: demo-pkg");
    }

    @Test
    void shouldLinkToGivenAddress() throws IOException {
        release("v0.1.0", "0.1.0+g1");
        WheelTree tree = tree().metadata(false).servedAt("https://example.org/download/");
        assertThat(read(tree)).singleElement().satisfies(wheel -> {
            assertThat(wheel.url())
                    .isEqualTo("https://example.org/download/v0.1.0/demo_pkg-0.1.0%2Bg1-py3-none-any.whl");
            assertThat(wheel.metadataSha256()).isEmpty();
        });
    }

    @Test
    void shouldLeaveOutWhatCannotBeOfferedAndNameIt() throws IOException {
        release("v0.1.0", "0.1.0");
        release("v0.2.0", "0.2.final");
        Files.writeString(directory.resolve("v0.1.0/broken-1.0-py3-none-any.whl"), "no archive");
        Files.writeString(directory.resolve("v0.1.0/nonsense.whl"), "no name");
        Files.createSymbolicLink(directory.resolve("v0.1.0/gone-1.0-py3-none-any.whl"), directory.resolve("nowhere"));
        assertThat(read(tree())).extracting(wheel -> wheel.filename().version()).containsExactly("0.1.0");
        assertThat(warnings)
                .hasSize(4)
                .anySatisfy(text -> assertThat(text)
                        .startsWith("'v0.2.0/demo_pkg-0.2.final-py3-none-any.whl' is left out of the index: ")
                        .endsWith("its version is not valid under PEP 440"))
                .anySatisfy(text -> assertThat(text).startsWith("'v0.1.0/broken-1.0-py3-none-any.whl' is left"))
                .anySatisfy(text -> assertThat(text).startsWith("'v0.1.0/gone-1.0-py3-none-any.whl' is left"))
                .anySatisfy(text -> assertThat(text).startsWith("'v0.1.0/nonsense.whl' is left"));
    }

    @Test
    void shouldLeaveOutWhatMatchesByNameOrPath() throws IOException {
        release("v0.1.0", "0.1.0");
        release("v0.2.0", "0.2.0");
        release("v0.3.0", "0.3.0");
        WheelGlobs globs = new WheelGlobs(List.of("v0.1.0/*", "*-0.3.*", "v9/*"));
        assertThat(read(tree().leaveOut(globs)))
                .extracting(wheel -> wheel.filename().version())
                .containsExactly("0.2.0");
        assertThat(globs.unmatched()).containsExactly("v9/*");
    }

    @Test
    void shouldRefuseDirectoryThatIsNotThere() {
        assertThatThrownBy(
                        () -> WheelTree.of(directory.resolve("none"), progress).check())
                .isInstanceOf(NoSuchFileException.class);
    }
}
