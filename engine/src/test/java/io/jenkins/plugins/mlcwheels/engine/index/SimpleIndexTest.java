package io.jenkins.plugins.mlcwheels.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimpleIndexTest {

    private static final String DIGEST = "ab".repeat(32);

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
    void shouldLeaveOutNameOfDifferentBytesAndOfferTheRest() {
        IndexedWheel other = IndexedWheel.of(wheel("1.0").filename(), "elsewhere.whl", "cd".repeat(32));
        SimpleIndex index = SimpleIndex.of(List.of(wheel("1.0"), other, wheel("1.1"), wheel("1.1")));
        assertThat(index.projects().get("demo"))
                .extracting(wheel -> wheel.filename().version())
                .containsExactly("1.1");
        assertThat(index.ambiguous()).singleElement().satisfies(left -> assertThat(left + "")
                .contains("'demo-1.0-py3-none-any.whl'", "demo.whl and elsewhere.whl", "--leave-out"));
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
}
