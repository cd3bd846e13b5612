package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.manifest.ImportProof;
import io.jenkins.plugins.mlcwheels.engine.manifest.TestRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.WheelTest;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallLineTest {

    private static final TestRecord TESTED = new TestRecord(
            "demo",
            "ab".repeat(32),
            "/usr/bin/python3.13",
            new WheelTest("3.13.1", new ImportProof(ImportProof.Outcome.NO_COMMAND, List.of())),
            List.of(),
            List.of());

    @TempDir
    private Path directory;

    @Test
    void shouldAskTheIndexAloneForWheelThatRequiresNothing() throws IOException {
        assertThat(line("Requires-Dist: numpy; extra == 'fast'"))
                .isEqualTo("/usr/bin/python3.13 -m pip install --index-url file:///re%20l/simple/ demo==1.0");
    }

    @Test
    void shouldNameWheelWithRequirementsByPlaceAndHash() throws IOException {
        assertThat(line("Requires-Dist: numpy"))
                .isEqualTo("/usr/bin/python3.13 -m pip install 'demo @ file:///re%20l/v1.0.0/demo.whl#sha256="
                        + "ab".repeat(32) + "'");
    }

    private String line(String metadata) throws IOException {
        Path wheel = TestWheels.wheel("demo", "1.0", "py3-none-any")
                .metadata(metadata)
                .file("demo.py", "")
                .writeTo(directory);
        return InstallLine.of(
                wheel, TESTED, URI.create("file:///re%20l/v1.0.0/demo.whl"), URI.create("file:///re%20l/simple/"));
    }
}
