package io.jenkins.plugins.mlcwheels.engine.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimpleIndexTest {

    private static final String DIGEST = "ab".repeat(32);

    @TempDir
    private Path directory;

    @Test
    void shouldLinkWheelsRelativelyWithHashAndMetadata() throws IOException {
        Path releases = release("v0.1.0", "0.1.0");
        Path index = releases.resolve("simple");
        SimpleIndex.of(WheelTree.of(releases).read(index)).writeTo(index);
        String page = Files.readString(index.resolve("demo-pkg/index.html"));
        assertThat(page)
                .contains("href=\"../../v0.1.0/demo_pkg-0.1.0-py3-none-any.whl#sha256=")
                .contains("data-requires-python=\"&gt;=3.8,&lt;4\"")
                .contains("data-core-metadata=\"sha256=");
        assertThat(Files.readString(index.resolve("index.html"))).contains("<a href=\"demo-pkg/\">demo-pkg</a>");
        assertThat(releases.resolve("v0.1.0/demo_pkg-0.1.0-py3-none-any.whl.metadata"))
                .content()
                .contains("Name: demo-pkg");
    }

    @Test
    void shouldWriteJsonOfTheStandardsForm() throws IOException {
        IndexedWheel wheel = IndexedWheel.of(
                        WheelFilename.parse("demo-1.0+cu128-py3-none-any.whl"), "demo-1.0%2Bcu128.whl", DIGEST)
                .withSize(7)
                .withUploaded(Instant.parse("2026-01-02T03:04:05.678Z"))
                .withMetadata(DIGEST)
                .withYanked("broken");
        JsonNode page = new ObjectMapper()
                .readTree(SimpleIndex.of(List.of(wheel)).pages().get("demo/index.json"));
        assertThat(page.at("/meta/api-version").asText()).isEqualTo("1.1");
        assertThat(page.at("/name").asText()).isEqualTo("demo");
        assertThat(page.at("/versions/0").asText()).isEqualTo("1.0+cu128");
        JsonNode file = page.at("/files/0");
        assertThat(file.at("/filename").asText()).isEqualTo("demo-1.0+cu128-py3-none-any.whl");
        assertThat(file.at("/hashes/sha256").asText()).isEqualTo(DIGEST);
        assertThat(file.at("/core-metadata/sha256").asText()).isEqualTo(DIGEST);
        assertThat(file.at("/size").asLong()).isEqualTo(7);
        assertThat(file.at("/upload-time").asText()).isEqualTo("2026-01-02T03:04:05.678000Z");
        assertThat(file.at("/yanked").asText()).isEqualTo("broken");
    }

    @Test
    void shouldSortVersionsAsInstallersDo() {
        List<IndexedWheel> wheels = List.of(wheel("1.10"), wheel("1.9"), wheel("1.10rc1"));
        assertThat(SimpleIndex.of(wheels).projects().get("demo"))
                .extracting(wheel -> wheel.filename().version())
                .containsExactly("1.9", "1.10rc1", "1.10");
    }

    @Test
    void shouldLinkToGivenAddress() throws IOException {
        Path releases = release("v0.1.0", "0.1.0+g1");
        WheelTree tree = WheelTree.servedAt("https://example.org/download/", releases, false);
        assertThat(tree.read(releases.resolve("simple"))).singleElement().satisfies(wheel -> {
            assertThat(wheel.url())
                    .isEqualTo("https://example.org/download/v0.1.0/demo_pkg-0.1.0%2Bg1-py3-none-any.whl");
            assertThat(wheel.metadataSha256()).isEmpty();
        });
    }

    @Test
    void shouldWriteTheSameBytesAgain() throws IOException {
        Path releases = release("v0.1.0", "0.1.0");
        Path index = releases.resolve("simple");
        SimpleIndex first = SimpleIndex.of(WheelTree.of(releases).read(index));
        first.writeTo(index);
        assertThat(SimpleIndex.of(WheelTree.of(releases).read(index)).pages()).isEqualTo(first.pages());
    }

    @Test
    void shouldRemovePagesOfProjectsThatAreNoMore() throws IOException {
        SimpleIndex.of(List.of(wheel("1.0"))).writeTo(directory);
        Files.writeString(directory.resolve("demo/mine.txt"), "kept");
        SimpleIndex.of(List.of()).writeTo(directory);
        assertThat(directory.resolve("demo/index.html")).doesNotExist();
        assertThat(directory.resolve("demo/mine.txt")).exists();
        assertThat(directory.resolve("index.html")).content().doesNotContain("demo");
    }

    @Test
    void shouldRefuseSameNameWithOtherBytes() {
        IndexedWheel other = IndexedWheel.of(wheel("1.0").filename(), "elsewhere.whl", "cd".repeat(32));
        assertThatThrownBy(() -> SimpleIndex.of(List.of(wheel("1.0"), other)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("different bytes");
        assertThat(SimpleIndex.of(List.of(wheel("1.0"), wheel("1.0")))
                        .projects()
                        .get("demo"))
                .hasSize(1);
    }

    @Test
    void shouldEscapeWhatComesFromMetadata() {
        IndexedWheel wheel = wheel("1.0").withYanked("\"><script>");
        assertThat(SimpleIndex.of(List.of(wheel)).pages().get("demo/index.html"))
                .contains("data-yanked=\"&quot;&gt;&lt;script&gt;\"")
                .doesNotContain("<script>");
    }

    private static IndexedWheel wheel(String version) {
        return IndexedWheel.of(WheelFilename.parse("demo-" + version + "-py3-none-any.whl"), "demo.whl", DIGEST);
    }

    private Path release(String tag, String version) throws IOException {
        Path release = Files.createDirectories(directory.resolve("releases").resolve(tag));
        TestWheels.wheel("demo_pkg", version, "py3-none-any")
                .file("demo_pkg.py", "VALUE = 1\n")
                .metadata("Requires-Python: >=3.8,<4")
                .writeTo(release);
        return release.getParent();
    }
}
