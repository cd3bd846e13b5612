package io.jenkins.plugins.mlcwheels.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.pe.TestPe;
import io.jenkins.plugins.mlcwheels.engine.wheel.BrokenWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetAuditTest {

    @TempDir
    private Path directory;

    private final SetAudit set = new SetAudit();

    private void add(TestWheels wheel) throws IOException {
        Path file = wheel.writeTo(directory);
        set.add(file, WheelAuditor.audit(file, AuditOptions.DEFAULT));
    }

    private static TestWheels linux(String python) {
        return TestWheels.wheel("demo", "1.0", python + "-" + python + "-linux_x86_64")
                .file("demo/lib.so", TestElf.x86_64().needed("libc.so.6").build());
    }

    private static TestWheels windows(String python) {
        return TestWheels.wheel("demo", "1.0", python + "-" + python + "-win_amd64")
                .file(
                        "demo/lib.dll",
                        TestPe.x64().needs("kernel32.dll", "Sleep").build());
    }

    @Test
    void findsThePlatformThatOneFlavourLacks() throws IOException {
        add(linux("cp312"));
        add(windows("cp312"));
        add(linux("cp313"));

        SetAudit.Report report = set.report();

        assertThat(report.rows()).hasSize(3);
        assertThat(report.rows().get(1).could()).isEqualTo("win_amd64");
        assertThat(report.findings())
                .extracting(Finding::code, Finding::where, Finding::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "set-platform-missing",
                        "demo cp313-cp313",
                        "has no wheel for Windows amd64, which the other one has"));
    }

    @Test
    void findsWhatDiffersBetweenPlatforms() throws IOException {
        add(linux("cp312").metadata("Requires-Dist: a\nRequires-Python: >=3.9\n"));
        add(windows("cp312").metadata("Requires-Dist: b\nRequires-Python: >=3.10\n"));

        assertThat(set.report().findings())
                .extracting(Finding::code)
                .containsExactly("set-dependencies-differ", "set-python-differs");
    }

    @Test
    void takesSourceDistributions() throws IOException {
        add(linux("cp312"));
        Path source = source("demo-1.1", "Metadata-Version: 2.1\nName: demo\nVersion: 1.1\n");
        set.add(source, SourceAudit.audit(source, AuditOptions.DEFAULT));

        assertThat(set.report().rows().get(1).says()).isEqualTo("source");
        assertThat(set.report().findings()).extracting(Finding::code).containsExactly("set-version-differs");
    }

    @Test
    void saysWhatIsWrongWithSourceDistributions() throws IOException {
        Path other = source("demo-1.1", "Metadata-Version: 2.1\nName: other\nVersion: 1.2\n");
        assertThat(SourceAudit.audit(other, AuditOptions.DEFAULT).findings())
                .extracting(Finding::code)
                .containsExactly("metadata-name-mismatch", "metadata-version-mismatch");

        Path none = source("x/demo-1.1", "");
        assertThatThrownBy(() -> SourceAudit.audit(none, AuditOptions.DEFAULT))
                .isInstanceOf(BrokenWheelException.class);

        Path text = Files.writeString(directory.resolve("demo-2.0.tar.gz"), "no archive");
        assertThatThrownBy(() -> SourceAudit.audit(text, AuditOptions.DEFAULT))
                .isInstanceOf(BrokenWheelException.class)
                .hasMessageContaining("can't be inflated");
    }

    private Path source(String place, String metadata) throws IOException {
        byte[] content = metadata.getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[512];
        byte[] name = (place + "/PKG-INFO").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, header, 0, name.length);
        byte[] size = String.format("%011o", content.length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, size.length);
        header[156] = '0';
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        tar.writeBytes(header);
        tar.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
        tar.writeBytes(new byte[1024]);
        Path file = directory.resolve("demo-1.1.tar.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(tar.toByteArray());
        }
        return file;
    }
}
