package io.jenkins.plugins.mlcwheels.engine.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryVisitor;
import io.jenkins.plugins.mlcwheels.engine.zip.ZipLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WheelCheckTest {

    /** Bytes from which on an entry is read by two threads. */
    private static final int LARGE = 2 << 20;

    private static final String FILE = "demo/__init__.py";
    private static final String INFO = "demo-1.0.dist-info/";

    @TempDir
    Path directory;

    @Test
    void findsNothingInAGoodWheel() throws IOException {
        WheelContents contents = check(demo(), EntryVisitor.NONE);

        assertThat(contents.findings()).isEmpty();
        assertThat(contents.digests()).hasSize(4);
        assertThat(contents.digests().get(FILE).recordHash())
                .isEqualTo("sha256=" + TestWheels.hash("SHA-256", "x = 1\n".getBytes()));
    }

    @Test
    void showsEveryByteToTheVisitorWhateverTheSize() throws IOException {
        byte[] large = new byte[LARGE * 3 + 17];
        new Random(1).nextBytes(large);
        Map<String, byte[]> seen = new ConcurrentHashMap<>();

        WheelContents contents = check(
                demo().file("demo/large.so", large),
                (entry, content) -> seen.put(entry.name(), content.readAllBytes()));

        assertThat(contents.findings()).isEmpty();
        assertThat(seen.get("demo/large.so")).isEqualTo(large);
        assertThat(seen.get(FILE)).asString().isEqualTo("x = 1\n");
    }

    @Test
    void hashesWhatTheVisitorSkipsOrLeaves() throws IOException {
        byte[] large = new byte[LARGE * 2];
        new Random(2).nextBytes(large);

        WheelContents contents = check(demo().stored().file("demo/large.so", large), (entry, content) -> {
            if (entry.size() > 1000) {
                assertThat(content.skip(1_000_001)).isEqualTo(1_000_001);
                assertThat(content.read()).isEqualTo(large[1_000_001] & 0xFF);
            }
        });

        assertThat(contents.findings()).isEmpty();
    }

    @Test
    void passesOnWhatTheVisitorThrows() {
        byte[] large = new byte[LARGE * 4];
        assertThatThrownBy(() -> check(demo().file("demo/large.so", large), (entry, content) -> {
                    throw new IllegalStateException("from the visitor");
                }))
                .hasMessage("from the visitor");
    }

    @Test
    void findsBrokenContentEvenIfTheVisitorHidesIt() throws IOException {
        WheelContents contents = check(
                demo().archive(zip -> {
                    zip.entry(FILE).localCrc ^= 1;
                    zip.entry(FILE).centralCrc ^= 1;
                }),
                (entry, content) -> {
                    try {
                        content.readAllBytes();
                    } catch (IOException e) {
                        assertThat(e).hasMessageContaining("CRC");
                    }
                });

        assertThat(codes(contents)).containsExactly("crc-mismatch");
        assertThat(contents.digests()).doesNotContainKey(FILE);
    }

    @Test
    void findsContentThatIsNotWhatTheHeadersSay() throws IOException {
        assertThat(codes(check(demo().archive(zip -> zip.entry(FILE).data[0] = 7), EntryVisitor.NONE)))
                .containsExactly("broken-entry");
        assertThat(codes(check(
                        demo().archive(zip -> {
                            zip.entry(FILE).localSize--;
                            zip.entry(FILE).centralSize--;
                        }),
                        EntryVisitor.NONE)))
                .containsExactly("size-mismatch");
        assertThat(codes(check(
                        demo().archive(zip -> {
                            zip.entry(FILE).localSize += 1L << 31;
                            zip.entry(FILE).centralSize += 1L << 31;
                            zip.comment = new byte[30 << 10];
                        }),
                        EntryVisitor.NONE)))
                .contains("zip-bomb");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "demo/__init__.py,sha256=AAAA,6|record-hash-unknown",
                "demo/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,6|record-hash-mismatch",
                "demo/__init__.py,md5=AAAA,6|record-hash-weak",
                "demo/__init__.py,sha1=AAAA,6|record-hash-weak",
                "demo/__init__.py,crc=AAAA,6|record-hash-unknown",
                "demo/__init__.py,,6|record-hash-missing",
                "demo/__init__.py,sha256=%s,7|record-size-mismatch",
                "demo/__init__.py,sha256=%s,|record-size-missing",
                "demo/gone.py,sha256=%s,6|record-file-missing",
                "demo/gone.py,sha256=%s,6|record-entry-missing",
                "nonsense|record-broken"
            })
    void comparesWithRecord(String row, String code) throws IOException {
        String hash = TestWheels.hash("SHA-256", "x = 1\n".getBytes());

        assertThat(codes(check(demo().distInfo("RECORD", row.replace("%s", hash) + "\n"), EntryVisitor.NONE)))
                .contains(code);
    }

    @Test
    void findsTwoRowsForOneFile() throws IOException {
        String row = FILE + ",sha256=" + TestWheels.hash("SHA-256", "x = 1\n".getBytes()) + ",6\n";

        assertThat(codes(check(demo().distInfo("RECORD", row + row), EntryVisitor.NONE)))
                .contains("record-duplicate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256", "SHA-384", "SHA-512"})
    void acceptsStrongHashes(String algorithm) throws IOException {
        String row = FILE + "," + algorithm.replace("-", "").toLowerCase(java.util.Locale.ROOT) + "="
                + TestWheels.hash(algorithm, "x = 1\n".getBytes()) + ",6\n";

        assertThat(check(demo().distInfo("RECORD", row), EntryVisitor.NONE).findings())
                .noneMatch(finding -> finding.where().equals(FILE));
    }

    @Test
    void comparesMetadataWithTheFileName() throws IOException {
        String version = "Metadata-Version: 2.1\n";
        assertThat(metadata(version + "Name: other\nVersion: 1.0\n")).containsExactly("metadata-name-mismatch");
        assertThat(metadata(version + "Name: Demo\nVersion: 1.0.0\n")).isEmpty();
        assertThat(metadata(version + "Name: demo\nVersion: 1.1\n")).containsExactly("metadata-version-mismatch");
        assertThat(metadata("Name: demo\n")).containsExactly("metadata-broken");
        assertThat(metadata("nonsense")).containsExactly("metadata-broken");
        assertThat(metadata(null)).containsExactly("metadata-broken");
    }

    private List<String> metadata(String content) throws IOException {
        return codes(check(demo().distInfo("METADATA", content), EntryVisitor.NONE));
    }

    @Test
    void comparesTheWheelFileWithTheFileName() throws IOException {
        String good = "Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: py3-none-linux_x86_64\n";
        assertThat(wheelFile(good)).isEmpty();
        assertThat(wheelFile(good + "Tag: py2-none-linux_x86_64\n")).containsExactly("wheel-tags-mismatch");
        assertThat(wheelFile(good.replace("linux", "manylinux_2_5"))).containsExactly("wheel-tags-mismatch");
        assertThat(wheelFile(good + "Build: 3\n")).containsExactly("wheel-build-mismatch");
        assertThat(wheelFile(good.replace("1.0", "2.0"))).containsExactly("wheel-version-unknown");
        assertThat(wheelFile(good.replace("false", "no"))).containsExactly("root-is-purelib-missing");
        assertThat(wheelFile(good + "Tag: nonsense\n")).containsExactly("wheel-file-broken");
        assertThat(wheelFile(null)).containsExactly("wheel-file-broken");
    }

    private List<String> wheelFile(String content) throws IOException {
        return codes(check(demo().distInfo("WHEEL", content), EntryVisitor.NONE));
    }

    @Test
    void comparesTheDistInfoDirectoryWithTheFileName() throws IOException {
        assertThat(codes(check(
                        demo().archive(zip ->
                                zip.entries.removeIf(entry -> new String(entry.centralName).contains(".dist-info"))),
                        EntryVisitor.NONE)))
                .containsExactly("dist-info-missing");
        assertThat(codes(check(
                        demo().archive(zip -> zip.entries.forEach(entry ->
                                entry.name(new String(entry.centralName).replace(INFO, "evil-1.0.dist-info/")))),
                        EntryVisitor.NONE)))
                .contains("dist-info-name-mismatch");
        assertThat(codes(check(demo().file("other-1.0.dist-info/x", ""), EntryVisitor.NONE)))
                .containsExactly("dist-info-ambiguous");
    }

    @Test
    void doesNotInflateABomb() throws IOException {
        Path wheel = demo().file("demo/zeros", new byte[3 << 20]).writeTo(directory);
        try (WheelArchive archive = WheelArchive.open(wheel, new ZipLimits(100, 1 << 20, 1 << 20, 100, 0))) {
            WheelContents contents = WheelCheck.run(
                    archive,
                    (entry, content) -> {
                        throw new AssertionError("was inflated");
                    },
                    2);
            assertThat(codes(contents)).contains("too-large");
        }
    }

    @Test
    void givesTheSameFindingsHoweverManyThreadsReadTheWheel() throws IOException {
        TestWheels wheel = demo();
        StringBuilder record = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            wheel.file("demo/unlisted" + i + ".py", "x = " + i);
            wheel.file("demo/weak" + i + ".py", "y = " + i);
            record.append("demo/weak")
                    .append(i)
                    .append(".py,md5=AAAA,")
                    .append(i)
                    .append('\n');
        }
        Path file = wheel.distInfo("RECORD", record.toString()).writeTo(directory);

        List<Finding> alone = findings(file, 1);

        assertThat(alone).hasSize(501).isSorted();
        assertThat(alone.get(500).message())
                .isEqualTo("702 more findings are not listed: 303 record-hash-weak, 399 record-size-mismatch");
        for (int i = 0; i < 50; i++) {
            assertThat(findings(file, 8)).isEqualTo(alone);
        }
    }

    private static List<Finding> findings(Path wheel, int threads) throws IOException {
        try (WheelArchive archive = WheelArchive.open(wheel)) {
            return WheelCheck.run(archive, EntryVisitor.NONE, threads).findings();
        }
    }

    private static TestWheels demo() {
        return TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64").file(FILE, "x = 1\n");
    }

    private WheelContents check(TestWheels wheel, EntryVisitor visitor) throws IOException {
        try (WheelArchive archive = WheelArchive.open(wheel.writeTo(directory))) {
            return WheelCheck.run(archive, visitor, 2);
        }
    }

    private static List<String> codes(WheelContents contents) {
        return contents.findings().stream().map(Finding::code).toList();
    }
}
