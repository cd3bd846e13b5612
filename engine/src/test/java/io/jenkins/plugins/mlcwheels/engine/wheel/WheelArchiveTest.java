package io.jenkins.plugins.mlcwheels.engine.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import io.jenkins.plugins.mlcwheels.engine.zip.TestZip;
import io.jenkins.plugins.mlcwheels.engine.zip.ZipLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WheelArchiveTest {

    private static final String FILE = "demo/__init__.py";

    @TempDir
    Path directory;

    @Test
    void readsAGoodWheel() throws IOException {
        Path wheel = demo().metadata("Requires-Python: >=3.9\nRequires-Dist: numpy\nRequires-Dist: tvm; extra == 'x'")
                .writeTo(directory);
        try (WheelArchive archive = WheelArchive.open(wheel)) {
            assertThat(archive.structure()).isEmpty();
            assertThat(archive.entries()).hasSize(5);
            assertThat(archive.distInfo()).isEqualTo("demo-1.0.dist-info");
            assertThat(archive.metadata().name()).isEqualTo("demo");
            assertThat(archive.metadata().requiresPython()).contains(">=3.9");
            assertThat(archive.metadata().requiresDist()).containsExactly("numpy", "tvm; extra == 'x'");
            assertThat(archive.wheelFile().rootIsPurelib()).isFalse();
            assertThat(archive.wheelFile().tags()).hasToString("[py3-none-linux_x86_64]");
            assertThat(archive.record().row(FILE)).isPresent();
            ArchiveEntry entry = archive.entry(FILE).orElseThrow();
            assertThat(entry.unixMode()).isEqualTo(0100644);
            assertThat(entry.time()).isEqualTo("2024-01-01T00:00:00");
            assertThat(archive.read(entry, 100))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("x = 1\n");
            assertThatThrownBy(() -> archive.read(entry, 5)).isInstanceOf(BrokenWheelException.class);
        }
    }

    @Test
    void refusesWhatIsNoArchive() throws IOException {
        byte[] good = demo().bytes();
        assertRefused("text".getBytes(StandardCharsets.UTF_8), "is not a ZIP archive");
        assertRefused(new byte[0], "is empty");
        assertRefused(Arrays.copyOf(good, good.length - 30), "is cut off");
        assertRefused(Arrays.copyOfRange(good, 100, good.length), "cut off or not where it should be");
    }

    @Test
    void findsDataThatBelongsToNoEntry() {
        assertFinding(zip -> zip.leading = new byte[7], "leading-data");
        assertFinding(zip -> zip.entries.get(0).before = new byte[7], "leading-data");
        assertFinding(zip -> zip.entries.get(1).before = new byte[7], "data-between-entries");
        assertFinding(zip -> zip.beforeDirectory = new byte[7], "data-between-entries");
        assertFinding(zip -> zip.trailing = new byte[7], "trailing-data");
        assertFinding(zip -> zip.comment = new byte[7], "archive-comment");
        assertFinding(zip -> zip.beforeEnd = new byte[7], "broken-directory");
    }

    @Test
    void findsAnArchiveBehindOtherDataWithOffsetsThatDoNotCountIt() throws IOException {
        byte[] good = demo().bytes();
        byte[] shifted = new byte[good.length + 100];
        System.arraycopy(good, 0, shifted, 100, good.length);
        Path wheel = Files.write(directory.resolve("demo-1.0-py3-none-linux_x86_64.whl"), shifted);
        try (WheelArchive archive = WheelArchive.open(wheel)) {
            assertThat(archive.structure()).extracting(Finding::code).containsExactly("leading-data");
            assertThat(archive.metadata().name()).isEqualTo("demo");
        }
    }

    @Test
    void findsLocalHeadersThatDiffer() {
        assertFinding(zip -> zip.entry(FILE).localName = "demo/__evil__.py".getBytes(), "local-header-differs");
        assertFinding(zip -> zip.entry(FILE).localFlags = 0, "local-header-differs");
        assertFinding(zip -> zip.entry(FILE).localMethod = 0, "local-header-differs");
        assertFinding(zip -> zip.entry(FILE).localCrc ^= 1, "local-header-differs");
        assertFinding(zip -> zip.entry(FILE).localSize += 1, "local-header-differs");
        assertFinding(zip -> zip.entry(FILE).localCompressedSize += 1, "local-header-differs");
        assertFinding(zip -> zip.entry(FILE).offset = 3, "local-header-missing");
    }

    @Test
    void readsDataDescriptorsThatAreRightAlthoughIndexesRefuseThem() throws IOException {
        assertThat(codes(zip -> descriptor(zip.entry(FILE), true, 0))).containsExactly("data-descriptor");
        assertThat(codes(zip -> descriptor(zip.entry(FILE), false, 0))).containsExactly("data-descriptor");
        assertFinding(zip -> descriptor(zip.entry(FILE), true, 1), "broken-data-descriptor");
        assertFinding(
                zip -> {
                    descriptor(zip.entry(FILE), true, 0);
                    zip.entry(FILE).after = new byte[0];
                },
                "broken-data-descriptor");
    }

    private static void descriptor(TestZip.Entry entry, boolean signature, int error) {
        entry.localFlags |= 8;
        entry.centralFlags |= 8;
        java.nio.ByteBuffer out = TestZip.buffer(signature ? 16 : 12);
        if (signature) {
            out.putInt(0x08074b50);
        }
        entry.after = out.putInt((int) entry.centralCrc)
                .putInt((int) entry.centralCompressedSize)
                .putInt((int) entry.centralSize + error)
                .array();
        entry.localCrc = 0;
        entry.localSize = 0;
        entry.localCompressedSize = 0;
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/passwd, unsafe-name",
        "../evil, unsafe-name",
        "demo/../../evil, unsafe-name",
        "C:/evil, unsafe-name",
        "demo\\evil.py, unsafe-name",
        "demo/\u0007evil, unsafe-name",
        "demo//twice.py, unnormalized-name",
        "./demo/dot.py, unnormalized-name",
        "demo/__init__.py, duplicate-entry",
        "Demo/__INIT__.py, ambiguous-name",
        "demo/__init__.py/inside, name-conflict"
    })
    void findsBadNames(String name, String code) {
        assertFinding(zip -> zip.add(name, new byte[0]), code);
    }

    @Test
    void findsNamesThatDifferOnlyInUnicodeForm() {
        assertFinding(
                zip -> {
                    zip.add("demo/\u00e4", new byte[0]);
                    zip.add("demo/a\u0308", new byte[0]);
                },
                "ambiguous-name");
    }

    @Test
    void findsNamesThatAreNotUtf8() {
        assertFinding(
                zip -> {
                    zip.entry(FILE).centralName[3] = (byte) 0xFF;
                },
                "name-not-utf8");
        assertFinding(
                zip -> {
                    TestZip.Entry entry = zip.add("demo/\u00e4", new byte[0]);
                    entry.localFlags = 0;
                    entry.centralFlags = 0;
                },
                "name-not-utf8");
    }

    @Test
    void findsEntriesThatAreNoPlainFiles() {
        assertFinding(zip -> zip.entry(FILE).mode = 0120777, "symlink");
        assertFinding(zip -> zip.entry(FILE).mode = 0010644, "special-file");
        assertFinding(zip -> zip.entry(FILE).centralFlags |= 1, "encrypted-entry");
        assertFinding(zip -> zip.entry(FILE).centralMethod = 12, "unknown-method");
        assertFinding(zip -> zip.entry(FILE).centralFlags |= 1 << 5, "unsupported-feature");
        assertFinding(zip -> zip.entry(FILE).neededVersion = 64, "unsupported-feature");
        assertFinding(zip -> zip.add("demo/sub/", new byte[3]), "directory-with-data");
    }

    @Test
    void findsEntriesThatShareBytesOrReachTooFar() {
        assertFinding(zip -> zip.entry(FILE).offset = 0, "overlapping-entries");
        assertFinding(zip -> zip.entry(FILE).centralCompressedSize = 1 << 30, "entry-out-of-bounds");
    }

    @Test
    void findsBrokenZip64() throws IOException {
        assertThat(codes(zip -> zip.zip64 = true)).isEmpty();
        assertFinding(zip -> zip.entry(FILE).centralSize = 0xFFFFFFFFL, "broken-zip64");
        assertFinding(zip -> zip.entry(FILE).localSize = 0xFFFFFFFFL, "broken-zip64");
        assertFinding(
                zip -> {
                    zip.zip64 = true;
                    zip.entryCount = 3;
                },
                "broken-zip64");
        assertFinding(
                zip -> {
                    zip.zip64 = true;
                    zip.locator64 = locator -> locator.putLong(8, 1);
                },
                "broken-zip64");
        assertFinding(
                zip -> {
                    zip.zip64 = true;
                    zip.end64 = end -> end.putLong(4, 1000);
                },
                "broken-zip64");
    }

    @Test
    void findsMoreThanTheLimits() throws IOException {
        Path wheel = demo().file("demo/zeros", new byte[3 << 20]).writeTo(directory);

        assertThat(codes(wheel, new ZipLimits(2, 1 << 20, 1 << 30, 1000, 0))).contains("too-many-entries");
        assertThat(codes(wheel, new ZipLimits(100, 1 << 20, 1 << 20, 100_000, 0)))
                .containsExactly("too-large");
        assertThat(codes(wheel, new ZipLimits(100, 1 << 20, 1 << 30, 10, 1 << 20)))
                .containsExactly("zip-bomb");
        assertThat(codes(wheel, new ZipLimits(100, 1 << 20, 1 << 30, 10, 1 << 24)))
                .isEmpty();
        assertThatThrownBy(() -> codes(wheel, new ZipLimits(100, 10, 1 << 30, 10, 0)))
                .isInstanceOf(BrokenWheelException.class);
    }

    @Test
    void keepsTheNumberOfFindingsReadable() throws IOException {
        assertThat(codes(zip -> {
                    for (int i = 0; i < 2000; i++) {
                        zip.add("../evil" + i, new byte[0]);
                    }
                }))
                .hasSizeLessThan(600)
                .contains("too-many-findings");
    }

    private static TestWheels demo() {
        return TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/other.py", "y = 2\n")
                .file(FILE, "x = 1\n");
    }

    private void assertRefused(byte[] content, String message) throws IOException {
        Path wheel = Files.write(directory.resolve("demo-1.0-py3-none-linux_x86_64.whl"), content);
        assertThatThrownBy(() -> WheelArchive.open(wheel))
                .isInstanceOf(BrokenWheelException.class)
                .hasMessageContaining(message);
    }

    private void assertFinding(Consumer<TestZip> change, String code) {
        try {
            assertThat(codes(change)).contains(code);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private java.util.List<String> codes(Consumer<TestZip> change) throws IOException {
        return codes(demo().archive(change).writeTo(directory), ZipLimits.DEFAULT);
    }

    private static java.util.List<String> codes(Path wheel, ZipLimits limits) throws IOException {
        try (WheelArchive archive = WheelArchive.open(wheel, limits)) {
            return archive.structure().stream().map(Finding::code).toList();
        }
    }
}
