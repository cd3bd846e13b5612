package io.jenkins.plugins.mlcwheels.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherPlatformsTest {

    @TempDir
    private Path directory;

    private AuditReport audit(String tags) throws IOException {
        return WheelAuditor.audit(
                TestWheels.wheel("demo", "1.0", tags).file("demo/x.bin", "data").writeTo(directory),
                AuditOptions.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "cp313-cp313-ios_13_0_arm64_iphoneos, platform-not-judged, iOS",
        "cp313-cp313-android_21_arm64_v8a, platform-not-judged, Android",
        "cp313-cp313-pyemscripten_2025_0_wasm32, platform-not-judged, Pyodide",
        "py3-none-haiku_1_x86_64, platform-unknown, no known platform",
    })
    void saysOfWhichPlatformATagIs(String tags, String code, String words) throws IOException {
        AuditReport report = audit(tags);

        assertThat(report.passed()).isTrue();
        assertThat(report.overall()).isEqualTo(tags.substring(tags.lastIndexOf('-') + 1));
        assertThat(report.findings()).extracting(Finding::code).containsExactly(code);
        assertThat(report.findings().get(0).message()).contains(words);
    }

    @Test
    void readsVariantLabels() {
        WheelFilename name = WheelFilename.parse("demo-1.0-cp313-cp313-linux_x86_64-x86_64_v3.whl");
        assertThat(name.variant()).contains("x86_64_v3");
        assertThat(name.platformTags()).containsExactly("linux_x86_64");
        assertThat(name).hasToString("demo-1.0-cp313-cp313-linux_x86_64-x86_64_v3.whl");

        WheelFilename built = WheelFilename.parse("demo-1.0-2-cp313-cp313-win32-cu128.whl");
        assertThat(built.buildTag()).contains("2");
        assertThat(built.variant()).contains("cu128");
        assertThat(WheelFilename.parse("demo-1.0-2-py3-none-any.whl").variant()).isEmpty();
    }
}
