package io.jenkins.plugins.mlcwheels.engine.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Repairs a wheel that needs a library of a package in a system made here. */
class LicenceRepairTest {

    private static final String INFO = "demo-1.0.dist-info/";

    @TempDir
    Path directory;

    private Path root;
    private Path libraries;
    private Path wheel;
    private boolean required;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void makeSystem() throws IOException {
        LocalCompiler.assume("gcc");
        root = directory.resolve("root");
        libraries = Files.createDirectories(root.resolve("usr/lib"));
        Path bar = LocalCompiler.compile(
                libraries.resolve("libbar.so.1"),
                "gcc",
                "int bar_value(void) { return 41; }",
                "-shared",
                "-fPIC",
                "-Wl,-soname,libbar.so.1");
        Path extension = LocalCompiler.compile(
                directory.resolve("_ext.so"),
                "gcc",
                "int bar_value(void); int ext_value(void) { return bar_value(); }",
                "-shared",
                "-fPIC",
                bar.toString());
        wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/_ext.so", Files.readAllBytes(extension))
                .writeTo(directory);
    }

    private void dpkg() throws IOException {
        Path info = Files.createDirectories(root.resolve("var/lib/dpkg/info"));
        Files.writeString(info.resolve("libbar1:amd64.list"), "/.\n/usr\n/usr/lib\n/usr/lib/libbar.so.1\n");
        Files.writeString(
                root.resolve("var/lib/dpkg/status"),
                "Package: libbar1\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.2-3\n\n");
        Files.writeString(
                Files.createDirectories(root.resolve("usr/share/doc/libbar1")).resolve("copyright"),
                "Do as you like.\n");
    }

    private Path repair(Map<String, Path> licences) throws IOException {
        RepairOptions options = RepairOptions.into(directory.resolve("out"))
                .withSearch(List.of(libraries), Optional.of(List.of()))
                .withSysroot(root)
                .withLicensing(new Licensing(licences, required));
        return WheelRepairer.repair(wheel, options, event -> {
                    if (event instanceof ProgressListener.Notice notice) {
                        notices.add(notice.text());
                    }
                })
                .output();
    }

    private static String entry(Path file, String name) throws IOException {
        try (WheelArchive archive = WheelArchive.open(file)) {
            return new String(archive.read(archive.entry(name).orElseThrow(), 1 << 20), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldPutCopyrightOfThePackageIntoTheWheel() throws IOException {
        dpkg();
        Path repaired = repair(Map.of());

        assertThat(entry(repaired, INFO + "licenses/libbar1/copyright")).isEqualTo("Do as you like.\n");
        assertThat(entry(repaired, INFO + "METADATA"))
                .startsWith("Metadata-Version: 2.4\n")
                .containsOnlyOnce("License-File: libbar1/copyright\n");
        assertThat(entry(repaired, INFO + "RECORD")).contains(INFO + "licenses/libbar1/copyright,sha256=");
        assertThat(notices).noneMatch(text -> text.contains("no licence"));
    }

    @Test
    void shouldNameLibrariesOfNoPackage() throws IOException {
        Path repaired = repair(Map.of());

        assertThat(notices)
                .contains("no licence is known of libbar.so.1: name its file with --license libbar.so.1=FILE");
        assertThat(entry(repaired, INFO + "METADATA")).doesNotContain("License-File");
    }

    @Test
    void shouldRefuseLibraryWithoutLicenceIfOneIsRequired() throws IOException {
        required = true;

        assertThatThrownBy(() -> repair(Map.of()))
                .isInstanceOf(EngineException.class)
                .hasMessage("no licence is known of libbar.so.1, and --require-license asks for one");
        assertThat(Files.list(directory.resolve("out"))).isEmpty();
        dpkg();
        assertThat(repair(Map.of())).exists();
    }

    @Test
    void shouldTakeLicenceThatIsGiven() throws IOException {
        Path text = Files.writeString(directory.resolve("LICENSE.txt"), "Ask first.\n");
        Path repaired = repair(Map.of("libbar.so*", text));

        assertThat(entry(repaired, INFO + "licenses/libbar.so.1/LICENSE.txt")).isEqualTo("Ask first.\n");
        assertThatThrownBy(() -> repair(Map.of("libbar.so*", directory.resolve("none"))))
                .isInstanceOf(RepairFailedException.class)
                .hasMessageContaining("there is no such file");
    }

    @Test
    void shouldLeaveOutHugeFilesAndThoseOutsideOfTheSystem() throws IOException {
        dpkg();
        Path copyright = root.resolve("usr/share/doc/libbar1/copyright");
        Files.write(copyright, new byte[(1 << 20) + 1]);
        repair(Map.of());
        assertThat(notices).anyMatch(text -> text.contains("copyright is larger than"));

        notices.clear();
        Files.delete(copyright);
        Files.createSymbolicLink(copyright, Files.writeString(directory.resolve("secret"), "secret"));
        repair(Map.of());
        assertThat(notices).anyMatch(text -> text.startsWith("no licence is known of libbar.so.1"));
    }

    private void describe(String rows, Map<String, String> files) throws IOException {
        TestWheels made = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/_ext.so", Files.readAllBytes(directory.resolve("_ext.so")))
                .metadata(rows);
        files.forEach((name, text) -> made.file(INFO + name, text));
        wheel = made.writeTo(directory);
    }

    private static boolean lacksLicences(Path file) throws IOException {
        return WheelAuditor.audit(file, AuditOptions.DEFAULT).findings().stream()
                .anyMatch(finding -> finding.code().equals("license-file-missing"));
    }

    @Test
    void shouldCopyLicencesOfOlderMetadataToWhereTheNewVersionAsksForThem() throws IOException {
        dpkg();
        describe(
                "License-File: LICENSE\nLicense-File: third/NOTICE\nLicense-File: there",
                Map.of("LICENSE", "Own.\n", "NOTICE", "Theirs.\n", "licenses/there", "There.\n"));
        Path repaired = repair(Map.of());

        assertThat(entry(repaired, INFO + "licenses/LICENSE")).isEqualTo("Own.\n");
        assertThat(entry(repaired, INFO + "LICENSE")).isEqualTo("Own.\n");
        assertThat(entry(repaired, INFO + "licenses/third/NOTICE")).isEqualTo("Theirs.\n");
        assertThat(entry(repaired, INFO + "METADATA"))
                .startsWith("Metadata-Version: 2.4\n")
                .contains("License-File: libbar1/copyright\n");
        assertThat(entry(repaired, INFO + "RECORD"))
                .contains(INFO + "licenses/LICENSE,sha256=", INFO + "licenses/third/NOTICE,sha256=")
                .containsOnlyOnce(INFO + "licenses/there,");
        assertThat(lacksLicences(repaired)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "License-File: LICENSE\nLicense-File: none",
                "License-File: LICENSE\nLicense-File: third/LICENSE",
                "License-File: ./LICENSE",
                "License-File: sub//LICENSE"
            })
    void shouldLeaveVersionOfMetadataIfItsLicencesAreNotKnown(String rows) throws IOException {
        dpkg();
        describe(rows, Map.of("LICENSE", "Own.\n"));
        Path repaired = repair(Map.of());

        assertThat(entry(repaired, INFO + "METADATA")).isEqualTo(entry(wheel, INFO + "METADATA"));
        assertThat(entry(repaired, INFO + "licenses/libbar1/copyright")).isEqualTo("Do as you like.\n");
        assertThat(entry(repaired, INFO + "RECORD")).doesNotContain(INFO + "licenses/LICENSE");
        assertThat(lacksLicences(repaired)).isFalse();
    }

    @Test
    void shouldNameLicenceFilesWithOtherLettersThanThoseOfEnglish() throws IOException {
        Path text = Files.writeString(directory.resolve("Erklärung.txt"), "Ask first.\n");
        Path repaired = repair(Map.of("libbar.so*", text));

        assertThat(entry(repaired, INFO + "METADATA")).contains("License-File: libbar.so.1/Erklärung.txt\n");
    }

    @Test
    void shouldRefuseToSayOfItselfWhatIsWrongThoughTheSourceDidNot() throws IOException {
        Path text = Files.writeString(directory.resolve("LICENSE "), "Ask first.\n");

        assertThatThrownBy(() -> repair(Map.of("libbar.so*", text)))
                .isInstanceOf(RepairFailedException.class)
                .hasMessageContaining("METADATA names it as License-File, the wheel doesn't have it");
    }

    @ParameterizedTest
    @CsvSource({
        "'Metadata-Version: 99999999999.1\\nName: a\\n', 'Metadata-Version: 99999999999.1\\nName: a\\n'",
        "'Metadata-Version: 2.1\\nName: a\\n', 'Metadata-Version: 2.4\\nName: a\\nLicense-File: b/c\\n'",
        "'Metadata-Version: 2.1\\nName: a\\n\\nText\\n', 'Metadata-Version: 2.4\\nName: a\\nLicense-File: b/c\\n\\nText\\n'",
        "'Metadata-Version: 2.4\\nLicense-File: b/c\\n\\nText', 'Metadata-Version: 2.4\\nLicense-File: b/c\\n\\nText'",
        "'Metadata-Version: 2.5\\r\\nName: a\\r\\n\\r\\nText', 'Metadata-Version: 2.5\\r\\nName: a\\r\\nLicense-File: b/c\\r\\n\\r\\nText'",
        "'Metadata-Version: 1.0\\nName: a\\n', 'Metadata-Version: 1.0\\nName: a\\n'",
    })
    void shouldAddRowsToMetadata(String before, String after) {
        byte[] metadata = before.replace("\\n", "\n").replace("\\r", "\r").getBytes(StandardCharsets.UTF_8);

        assertThat(new String(LicenceRows.added(metadata, List.of("b/c")), StandardCharsets.UTF_8))
                .isEqualTo(after.replace("\\n", "\n").replace("\\r", "\r"));
    }
}
