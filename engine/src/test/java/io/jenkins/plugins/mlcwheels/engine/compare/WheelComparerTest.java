package io.jenkins.plugins.mlcwheels.engine.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelComparerTest {

    private static final String LINUX = "py3-none-manylinux_2_17_x86_64";

    @TempDir
    private Path directory;

    @Test
    void shouldTellAddedRemovedChangedAndUnchangedFiles() throws IOException {
        WheelComparison comparison = compare(
                wheel("1.0")
                        .file("demo/same.py", "a = 1")
                        .file("demo/gone.py", "b")
                        .file("demo/grown.py", "c"),
                wheel("2.0")
                        .file("demo/same.py", "a = 1")
                        .file("demo/new.py", "dd")
                        .file("demo/grown.py", "c".repeat(99)));
        assertThat(kinds(comparison))
                .containsEntry("demo/gone.py", FileChange.Kind.REMOVED)
                .containsEntry("demo/new.py", FileChange.Kind.ADDED)
                .containsEntry("demo/grown.py", FileChange.Kind.CHANGED)
                .containsEntry("demo-2.0.dist-info/METADATA", FileChange.Kind.CHANGED)
                .doesNotContainKeys("demo/same.py", "demo/libdemo.so", "demo-2.0.dist-info/RECORD");
        assertThat(comparison.files().list().get(0).path()).isEqualTo("demo/grown.py");
        assertThat(comparison.files().list().get(0).growth()).isEqualTo(98);
        assertThat(comparison.files().unchanged()).isEqualTo(3);
        assertThat(comparison.title()).isEqualTo("demo py3-none linux x86_64");
    }

    @Test
    void shouldNotBelieveRecordThatAFileIsTheSame() throws IOException {
        TestWheels honest = wheel("1.0").file("demo/data.bin", "0123456789");
        Path first = honest.writeTo(directory);
        String record;
        try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(first.toFile())) {
            record = new String(
                    zip.getInputStream(zip.getEntry("demo-1.0.dist-info/RECORD"))
                            .readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8);
        }
        Path second = wheel("1.0")
                .file("demo/data.bin", "9876543210")
                .distInfo("RECORD", record)
                .writeTo(Files.createDirectory(directory.resolve("second")));
        assertThat(kinds(WheelComparer.compare(first, second, AuditOptions.DEFAULT)))
                .containsEntry("demo/data.bin", FileChange.Kind.CHANGED);
    }

    @Test
    void shouldPairGraftsAndModulesWhoseNamesChange() throws IOException {
        byte[] library = library().build();
        WheelComparison comparison = compare(
                wheel("1.0")
                        .file("demo.libs/libz-0123abcd.so.1.2", library)
                        .file("demo.libs/libold-0123abcd.so.1", library)
                        .file("demo/mod.cpython-311-x86_64-linux-gnu.so", library),
                wheel("2.0")
                        .file(
                                "demo.libs/libz-89abcdef.so.1.3",
                                library().defined("more").build())
                        .file("demo.libs/libnew-89abcdef.so.1", library)
                        .file("demo/mod.cpython-312-x86_64-linux-gnu.so", library));
        assertThat(comparison.libraries())
                .extracting(change -> change.kind() + " " + change.name())
                .contains(
                        "REPLACED libz-89abcdef.so.1.3",
                        "GRAFTED libnew-89abcdef.so.1",
                        "NO_LONGER_GRAFTED libold-0123abcd.so.1");
        assertThat(kinds(comparison)).doesNotContainKeys("demo/mod.cpython-312-x86_64-linux-gnu.so");
    }

    @Test
    void shouldNameExportedSymbolsThatAreGone() throws IOException {
        WheelComparison comparison = compare(
                wheel("1.0")
                        .file(
                                "demo/liba.so",
                                library()
                                        .defined("stays")
                                        .defined("goes")
                                        .defined("moves")
                                        .build())
                        .file(
                                "demo/mod.so",
                                library()
                                        .defined("PyInit_mod")
                                        .defined("internal")
                                        .build())
                        .file(
                                "demo/tool",
                                library()
                                        .interpreter("/lib64/ld-linux-x86-64.so.2")
                                        .defined("own")
                                        .build())
                        .file(
                                "demo.libs/libz-0123abcd.so.1",
                                library().defined("inflate").build()),
                wheel("2.0")
                        .file(
                                "demo/liba.so",
                                library().defined("stays").defined("comes").build())
                        .file("demo/libb.so", library().defined("moves").build())
                        .file("demo/mod.so", library().defined("PyInit_mod").build())
                        .file(
                                "demo/tool",
                                library()
                                        .interpreter("/lib64/ld-linux-x86-64.so.2")
                                        .build())
                        .file("demo.libs/libz-89abcdef.so.1", library().build()));
        assertThat(comparison.symbols())
                .containsExactly(new SymbolChange("demo/liba.so", false, 1, 0, 1, 1, List.of("goes"), ""));
        assertThat(comparison.removedSymbols()).isOne();
    }

    @Test
    void shouldCountAllSymbolsOfALibraryThatIsGone() throws IOException {
        WheelComparison comparison = compare(
                wheel("1.0")
                        .file(
                                "demo/liba.so",
                                library().defined("one").defined("two").build()),
                wheel("2.0"));
        assertThat(comparison.symbols())
                .containsExactly(new SymbolChange("demo/liba.so", true, 2, 0, 0, 0, List.of("one", "two"), ""));
    }

    @Test
    void shouldSayWhyTheTagIsNewer() throws IOException {
        Path before = wheel("1.0").writeTo(directory);
        Path after = TestWheels.wheel("demo", "2.0", "py3-none-manylinux_2_28_x86_64")
                .file(
                        "demo/libdemo.so",
                        library()
                                .undefined("fcntl64", "libc.so.6", "GLIBC_2.28")
                                .build())
                .writeTo(directory);
        TagChange tag =
                WheelComparer.compare(before, after, AuditOptions.DEFAULT).tag();
        assertThat(tag.newer()).isTrue();
        assertThat(tag.summary())
                .isEqualTo("the oldest platform was manylinux_2_17_x86_64 and is manylinux_2_28_x86_64");
        assertThat(tag.reasons()).first().asString().contains("needs GLIBC_2.28 of libc.so.6 (fcntl64)");
        assertThat(WheelComparer.compare(after, before, AuditOptions.DEFAULT)
                        .tag()
                        .newer())
                .isFalse();
    }

    @Test
    void shouldCompareMetadataAndTellNewDependenciesFromExtras() throws IOException {
        WheelComparison comparison = compare(
                wheel("1.0").metadata("Requires-Dist: numpy>=1\nRequires-Python: >=3.9\nLicense: MIT"),
                wheel("2.0")
                        .metadata(
                                "Requires-Dist: NumPy>=2\nRequires-Dist: rich\nRequires-Dist: pytest; extra == 'test'\n"
                                        + "Requires-Python: >=3.10\nLicense: Apache-2.0")
                        .distInfo("entry_points.txt", "[console_scripts]\ndemo = demo:main\n"));
        assertThat(comparison.newDependencies()).containsExactly("rich");
        assertThat(comparison.field("Requires-Python"))
                .isEqualTo(new FieldChange("Requires-Python", List.of(">=3.9"), List.of(">=3.10")));
        assertThat(comparison.field("License").added()).containsExactly("Apache-2.0");
        assertThat(comparison.field("Entry-Point").added()).containsExactly("[console_scripts] demo = demo:main");
        assertThat(comparison.field("Requires-Dist").added()).contains("rich");
    }

    @Test
    void shouldCompareWheelsWithoutNativeCode() throws IOException {
        WheelComparison comparison = compare(
                TestWheels.wheel("pure", "1.0", "py3-none-any").file("pure.py", "1"),
                TestWheels.wheel("pure", "2.0", "py3-none-any").file("pure.py", "2"));
        assertThat(comparison.before().compliesWith()).isEqualTo("any");
        assertThat(comparison.tag().newer()).isFalse();
        assertThat(kinds(comparison)).containsEntry("pure.py", FileChange.Kind.CHANGED);
    }

    @Test
    void shouldSayTheSameEveryTime() throws IOException {
        TestWheels before = wheel("1.0")
                .file("demo/liba.so", library().defined("a").defined("b").build());
        TestWheels after =
                wheel("2.0").file("demo/liba.so", library().defined("c").build());
        String first = SetComparison.of(List.of(compare(before, after)), List.of(), List.of())
                .toJson();
        for (int i = 0; i < 5; i++) {
            assertThat(SetComparison.of(List.of(compare(before, after)), List.of(), List.of())
                            .toJson())
                    .isEqualTo(first);
        }
    }

    @Test
    void shouldSurviveAnyDamageInNativeFiles() throws IOException {
        byte[] good = library()
                .defined("one")
                .undefined("f", "libc.so.6", "GLIBC_2.17")
                .build();
        Random random = new Random(20);
        Path before = wheel("1.0").file("demo/liba.so", good).writeTo(directory);
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            for (int j = 0; j < 1 + i % 4; j++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            Path after = wheel("2.0").file("demo/liba.so", bad).writeTo(directory);
            WheelComparison comparison = WheelComparer.compare(before, after, AuditOptions.DEFAULT);
            assertThat(comparison.files().changed() + comparison.files().unchanged())
                    .isPositive();
        }
    }

    @Test
    void shouldRefuseWhatIsNoWheel() throws IOException {
        Path good = wheel("1.0").writeTo(directory);
        Path bad = Files.writeString(directory.resolve("demo-3.0-py3-none-any.whl"), "no");
        assertThatThrownBy(() -> WheelComparer.compare(good, bad, AuditOptions.DEFAULT))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("demo-3.0-py3-none-any.whl");
    }

    private WheelComparison compare(TestWheels before, TestWheels after) throws IOException {
        return WheelComparer.compare(before.writeTo(directory), after.writeTo(directory), AuditOptions.DEFAULT);
    }

    private static Map<String, FileChange.Kind> kinds(WheelComparison comparison) {
        return comparison.files().list().stream().collect(Collectors.toMap(FileChange::path, FileChange::kind));
    }

    private static TestWheels wheel(String version) {
        return TestWheels.wheel("demo", version, LINUX)
                .file("demo/libdemo.so", library().build());
    }

    private static TestElf library() {
        return TestElf.x86_64().needed("libc.so.6");
    }
}
