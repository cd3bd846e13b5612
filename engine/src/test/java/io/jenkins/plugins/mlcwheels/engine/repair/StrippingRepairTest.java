package io.jenkins.plugins.mlcwheels.engine.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.elf.BuildId;
import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repairs a wheel with debug information that needs a library with debug information. */
class StrippingRepairTest {

    @TempDir
    Path directory;

    private Path wheel;
    private Path extension;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void build() throws IOException {
        LocalCompiler.assume("gcc", "readelf");
        Path libraries = Files.createDirectory(directory.resolve("lib"));
        Path bar = LocalCompiler.compile(
                libraries.resolve("libbar.so.1"),
                "gcc",
                "int bar_value(void) { return 41; }",
                "-g",
                "-shared",
                "-fPIC",
                "-Wl,--build-id=none",
                "-Wl,-soname,libbar.so.1");
        extension = LocalCompiler.compile(
                directory.resolve("_ext.so"),
                "gcc",
                "int bar_value(void); static int one(void) { return 1; } int ext_value(void) { return bar_value() + one(); }",
                "-g",
                "-O0",
                "-shared",
                "-fPIC",
                "-Wl,--build-id",
                bar.toString());
        wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/_ext.so", Files.readAllBytes(extension))
                .writeTo(directory);
    }

    private RepairReport repair(Stripping stripping) throws IOException {
        RepairOptions options = RepairOptions.into(directory.resolve("out"))
                .withSearch(List.of(directory.resolve("lib")), Optional.empty())
                .withSourceDateEpoch(OptionalLong.of(1_700_000_000L))
                .withStripping(stripping);
        return WheelRepairer.repair(wheel, options, event -> {
            if (event instanceof ProgressListener.Notice notice) {
                notices.add(notice.text());
            }
        });
    }

    private Map<String, Path> unpack(Path archive) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        Path target = Files.createTempDirectory(directory, "unpacked");
        try (InputStream file = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path path = target.resolve(entry.getName());
                Files.createDirectories(path.getParent());
                Files.copy(zip, path);
                files.put(entry.getName(), path);
            }
        }
        return files;
    }

    private static String sections(Path file) throws IOException {
        return LocalCompiler.run("readelf", "-SW", file.toString());
    }

    private static Path graft(Map<String, Path> files) {
        return files.entrySet().stream()
                .filter(file -> file.getKey().startsWith("demo.libs/libbar-"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldStripFilesOfTheWheelAndGrafts() throws IOException {
        Map<String, Path> files =
                unpack(repair(Stripping.of("all", false, List.of())).output());

        assertThat(sections(files.get("demo/_ext.so"))).doesNotContain(".debug_info", ".symtab");
        assertThat(sections(graft(files))).doesNotContain(".debug_info", ".symtab");
        assertThat(notices).anyMatch(text -> text.matches("stripped 2 files: [0-9.]+ kB became [0-9.]+ kB"));
        assertThat(directory
                        .resolve("out")
                        .resolve("demo-1.0-py3-none-manylinux1_x86_64.manylinux_2_5_x86_64.debug.zip"))
                .doesNotExist();
    }

    @Test
    void shouldLeaveNamesOfFunctionsWithDebugOnly() throws IOException {
        Map<String, Path> files =
                unpack(repair(Stripping.of("debug", false, List.of())).output());

        assertThat(sections(files.get("demo/_ext.so")))
                .doesNotContain(".debug_info")
                .contains(".symtab");
    }

    @Test
    void shouldKeepSymbolsOfFilesByNameSonameOrPath() throws IOException {
        Map<String, Path> files = unpack(repair(Stripping.of("all", false, List.of("demo/*", "libbar.so.*")))
                .output());

        assertThat(sections(files.get("demo/_ext.so"))).contains(".debug_info");
        assertThat(sections(graft(files))).contains(".debug_info");
    }

    @Test
    void shouldKeepSplitSymbolsByBuildIdOrBesideThePlaceOfTheFile() throws IOException {
        RepairReport report = repair(Stripping.of("", true, List.of()));

        Path archive = report.symbols().orElseThrow();
        assertThat(archive.getFileName().toString())
                .isEqualTo(report.output().getFileName().toString().replace(".whl", ".debug.zip"));
        String id = BuildId.of(extension).orElseThrow();
        Map<String, Path> symbols = unpack(archive);
        assertThat(symbols).hasSize(2);
        assertThat(sections(symbols.get(".build-id/" + id.substring(0, 2) + "/" + id.substring(2) + ".debug")))
                .contains(".debug_info", ".symtab");
        assertThat(symbols.keySet())
                .anyMatch(name -> name.matches("demo\\.libs/\\.debug/libbar-[0-9a-f]{8}\\.so\\.1\\.debug"));
        assertThat(sections(unpack(report.output()).get("demo/_ext.so"))).contains(".gnu_debuglink");
    }

    @Test
    void shouldGiveTheSameBytesTwiceAndDropSymbolsOfAnEarlierRepair() throws IOException {
        RepairReport once = repair(Stripping.of("all", true, List.of()));
        byte[] first = Files.readAllBytes(once.output());
        byte[] symbols = Files.readAllBytes(once.symbols().orElseThrow());
        RepairReport twice = repair(Stripping.of("all", true, List.of()));

        assertThat(twice.output()).hasBinaryContent(first);
        assertThat(twice.symbols().orElseThrow()).hasBinaryContent(symbols);
        assertThat(repair(Stripping.NONE).symbols()).isEmpty();
        assertThat(once.symbols().orElseThrow()).doesNotExist();
    }

    @Test
    void shouldPutWheelInPlaceBeforeItsSymbols() throws IOException {
        RepairReport once = repair(Stripping.of("all", true, List.of()));
        Path output = once.output();
        Path archive = once.symbols().orElseThrow();
        Files.delete(output);
        Files.delete(archive);
        Files.createDirectories(archive.resolve("in the way"));

        assertThatThrownBy(() -> repair(Stripping.NONE)).isInstanceOf(IOException.class);
        assertThat(output).exists();
    }

    @Test
    void shouldSayWhyAFileIsKept() throws IOException {
        byte[] longer = Files.readAllBytes(extension);
        longer = java.util.Arrays.copyOf(longer, longer.length + 4);
        longer[longer.length - 1] = 1;
        wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/_ext.so", longer)
                .writeTo(directory);

        Map<String, Path> files =
                unpack(repair(Stripping.of("all", false, List.of())).output());

        assertThat(notices).anyMatch(text -> text.startsWith("demo/_ext.so is not stripped: no header speaks of"));
        assertThat(sections(files.get("demo/_ext.so"))).contains(".debug_info");
    }

    @Test
    void shouldBeToldOfByTheAudit() throws IOException {
        assertThat(WheelAuditor.audit(repair(Stripping.NONE).output(), AuditOptions.DEFAULT)
                        .findings())
                .anyMatch(finding -> finding.code().equals("debug-information")
                        && finding.message().contains("of the grafts libbar-"));
        assertThat(WheelAuditor.audit(
                                repair(Stripping.of("debug", false, List.of())).output(), AuditOptions.DEFAULT)
                        .findings())
                .noneMatch(finding -> finding.code().equals("debug-information"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"some", "-g", "ALL THE THINGS"})
    void shouldRefuseWhatIsNoLevel(String level) {
        assertThatThrownBy(() -> Stripping.of(level, false, List.of()))
                .isInstanceOf(InvalidStrippingException.class)
                .hasMessageContaining("is neither debug, all nor none");
    }

    @Test
    void shouldRefuseOptionsThatDoNothing() {
        assertThatThrownBy(() -> Stripping.of("none", true, List.of())).isInstanceOf(InvalidStrippingException.class);
        assertThatThrownBy(() -> Stripping.of("", false, List.of("x"))).isInstanceOf(InvalidStrippingException.class);
    }
}
