package io.jenkins.plugins.mlcwheels.engine.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.TestTools;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryDigest;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryVisitor;
import io.jenkins.plugins.mlcwheels.engine.zip.TestZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelWriterTest {

    private static final WheelWriterOptions OPTIONS = new WheelWriterOptions(OptionalLong.of(1_700_000_000), 6, 2);
    private static final String NEW_NAME = "demo-1.0-py3-none-manylinux_2_28_x86_64.whl";

    @TempDir
    Path directory;

    private Path out;
    private byte[] large;

    @BeforeEach
    void makeData() throws IOException {
        out = Files.createDirectory(directory.resolve("out"));
        large = new byte[3_000_001];
        new Random(3).nextBytes(large);
        java.util.Arrays.fill(large, 1_000_000, 2_000_000, (byte) 7);
    }

    @Test
    void writesAWheelWithoutFindings() throws IOException {
        Path written = rewrite(OPTIONS);

        try (WheelArchive archive = WheelArchive.open(written)) {
            assertThat(WheelCheck.run(archive, EntryVisitor.NONE, 2).findings()).isEmpty();
            assertThat(archive.entries())
                    .extracting(ArchiveEntry::name)
                    .containsExactly(
                            "demo.libs/a.so",
                            "demo.libs/b.so",
                            "demo/__init__.py",
                            "demo/libdemo.so",
                            "demo/renamed.py",
                            "demo/tool",
                            "demo-1.0.dist-info/METADATA",
                            "demo-1.0.dist-info/WHEEL",
                            "demo-1.0.dist-info/sboms/x.json",
                            "demo-1.0.dist-info/RECORD");
            assertThat(archive.read(archive.entry("demo/libdemo.so").orElseThrow(), 1 << 24))
                    .isEqualTo(large);
            assertThat(archive.entry("demo/tool").orElseThrow().unixMode()).isEqualTo(0100755);
            assertThat(archive.entry("demo.libs/a.so").orElseThrow().unixMode()).isEqualTo(0100755);
            assertThat(archive.entries())
                    .extracting(entry -> entry.time().toString())
                    .containsOnly("2023-11-14T22:13:20");
        }
    }

    @Test
    void givesTheSameBytesEveryTimeOnAnyNumberOfThreads() throws IOException {
        byte[] first = Files.readAllBytes(rewrite(OPTIONS));
        byte[] second = Files.readAllBytes(rewrite(new WheelWriterOptions(OPTIONS.sourceDateEpoch(), 6, 5)));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void copiesWhatDoesNotChangeWithoutCompressingItAgain() throws IOException {
        try (WheelArchive source = WheelArchive.open(source());
                WheelArchive archive = WheelArchive.open(rewrite(OPTIONS))) {
            ArchiveEntry before = source.entry("demo/tool").orElseThrow();
            ArchiveEntry after = archive.entry("demo/tool").orElseThrow();
            assertThat(after.compressedSize()).isEqualTo(before.compressedSize());
            assertThat(TestZip.compressed(archive.path(), "demo/tool"))
                    .isEqualTo(TestZip.compressed(source.path(), "demo/tool"));
        }
    }

    @Test
    void keepsTimesWhereNoneIsGiven() throws IOException {
        Path written = rewrite(new WheelWriterOptions(OptionalLong.empty(), 6, 2));
        try (WheelArchive archive = WheelArchive.open(written)) {
            assertThat(archive.entries())
                    .extracting(entry -> entry.time().toString())
                    .containsOnly("2024-01-01T00:00");
        }
    }

    @Test
    void takesKnownDigestsForWhatIsCopied() throws IOException {
        EntryDigest known = new EntryDigest(new byte[32], 6);
        Path written;
        try (WheelArchive source = WheelArchive.open(source())) {
            written = WheelWriter.rewrite(
                    source,
                    new WheelChanges(WheelFilename.parse(NEW_NAME))
                            .knownDigests(java.util.Map.of("demo/__init__.py", known)),
                    out,
                    OPTIONS);
        }
        try (WheelArchive archive = WheelArchive.open(written)) {
            assertThat(archive.record().row("demo/__init__.py").orElseThrow().hash())
                    .isEqualTo(known.recordHash());
        }
    }

    @Test
    void leavesNothingBehindWhenItFails() throws IOException {
        Path wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/x", "content")
                .archive(zip -> zip.entry("demo/x").data[0] = 7)
                .writeTo(directory);
        try (WheelArchive source = WheelArchive.open(wheel)) {
            assertThatThrownBy(() ->
                            WheelWriter.rewrite(source, new WheelChanges(WheelFilename.parse(NEW_NAME)), out, OPTIONS))
                    .isInstanceOf(BrokenWheelException.class)
                    .hasMessageContaining("demo/x");
            assertThatThrownBy(() -> WheelWriter.rewrite(
                            source,
                            new WheelChanges(WheelFilename.parse(NEW_NAME))
                                    .remove("demo/x")
                                    .add("demo/y", directory.resolve("missing"), 0644),
                            out,
                            OPTIONS))
                    .isInstanceOf(java.nio.file.NoSuchFileException.class);
        }
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void refusesChangesThatCanNotBe() throws IOException {
        try (WheelArchive source = WheelArchive.open(source())) {
            assertThatThrownBy(
                            () -> WheelWriter.rewrite(source, new WheelChanges(source.filename()), directory, OPTIONS))
                    .hasMessageContaining("over its source");
            assertThatThrownBy(() -> WheelWriter.rewrite(
                            source, new WheelChanges(WheelFilename.parse(NEW_NAME)).remove("gone"), out, OPTIONS))
                    .hasMessageContaining("gone");
            assertThatThrownBy(() -> WheelWriter.rewrite(
                            source,
                            new WheelChanges(WheelFilename.parse(NEW_NAME)).add("demo/tool", new byte[0], 0644),
                            out,
                            OPTIONS))
                    .hasMessageContaining("two entries");
        }
    }

    @Test
    void isReadByPython() throws Exception {
        Path written = rewrite(OPTIONS);
        String script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; "
                + "print(len(z.namelist()), oct(z.getinfo('demo/tool').external_attr >> 16))";

        assertThat(run("python3", "-c", script, written.toString())).isEqualTo("10 0o100755");
    }

    @Test
    void isInstalledByPip() throws Exception {
        TestTools.need(run("python3", "-m", "pip", "--version").startsWith("pip"), "pip");
        Path any = WheelWriterTest.this.directory.resolve("demo-1.0-py3-none-any.whl");
        try (WheelArchive source = WheelArchive.open(source())) {
            byte[] tags = source.wheelFile().withTags(List.of(WheelTag.parse("py3-none-any")));
            WheelChanges changes = new WheelChanges(
                            WheelFilename.parse(any.getFileName().toString()))
                    .replace("demo-1.0.dist-info/WHEEL", tags);
            WheelWriter.rewrite(source, changes, directory, OPTIONS);
        }

        String printed = run(
                "python3",
                "-m",
                "pip",
                "install",
                "--no-index",
                "--no-deps",
                "-q",
                "-t",
                out.toString(),
                any.toString());

        assertThat(out.resolve("demo/__init__.py")).as(printed).hasContent("x = 1\n");
    }

    private Path source() {
        return TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/__init__.py", "x = 1\n")
                .file("demo/old.py", "y = 2\n")
                .file("demo/tool", new byte[5000], 0755)
                .file("demo/libdemo.so", "old")
                .file("demo/gone.py", "")
                .writeTo(directory);
    }

    private Path rewrite(WheelWriterOptions options) throws IOException {
        try (WheelArchive source = WheelArchive.open(source())) {
            WheelFilename name = WheelFilename.parse(NEW_NAME);
            return WheelWriter.rewrite(
                    source,
                    new WheelChanges(name)
                            .remove("demo/gone.py")
                            .rename("demo/old.py", "demo/renamed.py")
                            .replace("demo/libdemo.so", Files.write(directory.resolve("new.so"), large))
                            .replace(
                                    "demo-1.0.dist-info/WHEEL",
                                    source.wheelFile().withTags(name.tags()))
                            .add("demo.libs/b.so", new byte[0], 0755)
                            .add("demo.libs/a.so", new byte[] {1}, 0755)
                            .add("demo-1.0.dist-info/sboms/x.json", "{}".getBytes(), 0644),
                    out,
                    options);
        }
    }

    private String run(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            TestTools.need(false, command[0]);
            throw e;
        }
        String printed = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return printed;
    }
}
