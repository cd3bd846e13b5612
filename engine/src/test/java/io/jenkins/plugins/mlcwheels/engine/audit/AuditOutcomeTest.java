package io.jenkins.plugins.mlcwheels.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.wheel.InvalidWheelNameException;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditOutcomeTest {

    @TempDir
    private Path directory;

    @Test
    void passesWheelsWithoutNativeCode() throws IOException {
        AuditReport report = outcome(pure("py3-none-any"));
        assertThat(report.passed()).isTrue();
        assertThat(report.overall()).isEqualTo("any");
        assertThat(AuditReportJson.parse(report.toJson())).isEqualTo(report);
    }

    @Test
    void failsWheelsThatPromiseNativeCodeAndHaveNone() throws IOException {
        AuditReport report = outcome(pure("py3-none-manylinux_2_28_x86_64"));
        assertThat(report.passed()).isFalse();
        assertThat(report.findings()).extracting(Finding::code).first().isEqualTo("no-native-code");
        assertThat(report.findings().get(0).message()).startsWith("not a platform wheel, it has no native code");
    }

    @Test
    void failsWheelsThatCantBeRead() throws IOException {
        Path wheel = Files.writeString(directory.resolve("broken-1.0-py3-none-any.whl"), "not a zip");
        AuditReport report = outcome(wheel);
        assertThat(report.passed()).isFalse();
        assertThat(report.overall()).isEqualTo("unknown");
        assertThat(report.findings()).extracting(Finding::code).containsExactly("broken-wheel");
        assertThat(AuditReportJson.parse(report.toJson())).isEqualTo(report);
    }

    @Test
    void judgesAllOthersAsEver() throws IOException {
        Path wheel = TestWheels.wheel("native", "1.0", "py3-none-linux_x86_64")
                .file("native/lib.so", TestElf.x86_64().needed("libc.so.6").build())
                .writeTo(directory);
        assertThat(outcome(wheel)).isEqualTo(WheelAuditor.audit(wheel, AuditOptions.DEFAULT.withDigest(true)));
    }

    @Test
    void refusesFilesThatHaveNoNameOfAWheel() throws IOException {
        Path wheel = Files.writeString(directory.resolve("nameless.whl"), "");
        assertThatThrownBy(() -> outcome(wheel)).isInstanceOf(InvalidWheelNameException.class);
    }

    private AuditReport outcome(Path wheel) throws IOException {
        AuditReport report = AuditOutcome.of(wheel, AuditOptions.DEFAULT);
        assertThat(report.sha256()).contains(Sha256.of(wheel));
        assertThat(report.size()).isEqualTo(Files.size(wheel));
        return report;
    }

    private Path pure(String tags) {
        return TestWheels.wheel("pure", "1.0", tags)
                .purelib(true)
                .file("pure/__init__.py", "")
                .writeTo(directory);
    }
}
