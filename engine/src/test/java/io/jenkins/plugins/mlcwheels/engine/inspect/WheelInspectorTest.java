package io.jenkins.plugins.mlcwheels.engine.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelInspectorTest {

    private static final String LINUX = "py3-none-manylinux_2_17_x86_64";

    @TempDir
    private Path directory;

    @Test
    void shouldTellWhoBringsEachLibrary() throws IOException {
        Path sibling = TestWheels.wheel("other", "1.0", LINUX)
                .file("other/libsibling.so", TestElf.x86_64().build())
                .writeTo(directory);
        Path wheel = wheel().file(
                        "demo/libdemo.so",
                        TestElf.x86_64()
                                .needed(
                                        "libgraft-0123abcd.so.1",
                                        "libc.so.6",
                                        "libsibling.so",
                                        "libcuda.so.1",
                                        "libnone.so",
                                        "libpython3.11.so.1.0",
                                        "liblost.so")
                                .runpath("$ORIGIN/../demo.libs")
                                .undefined("f", "libc.so.6", "GLIBC_2.4")
                                .undefined("g", "libc.so.6", "GLIBC_2.17")
                                .defined("offered")
                                .build())
                .file(
                        "demo.libs/libgraft-0123abcd.so.1",
                        TestElf.x86_64().needed("libc.so.6").build())
                .file("demo/away/liblost.so", TestElf.x86_64().build())
                .writeTo(directory);
        AuditOptions options =
                AuditOptions.DEFAULT.withSiblings(List.of(sibling)).withExcludes(List.of("libcuda.so*"));
        InspectedNative file = nativeFile(WheelInspector.inspect(wheel, options, true), "demo/libdemo.so");
        assertThat(file.needs())
                .extracting(need -> need.name() + " " + need.bringer())
                .containsExactly(
                        "libgraft-0123abcd.so.1 wheel",
                        "libc.so.6 system",
                        "libsibling.so sibling",
                        "libcuda.so.1 excluded",
                        "libnone.so nobody",
                        "libpython3.11.so.1.0 python",
                        "liblost.so wheel");
        assertThat(file.needs().get(0).from()).isEqualTo("demo.libs/libgraft-0123abcd.so.1");
        assertThat(file.needs().get(2).from()).startsWith("other-1.0-");
        assertThat(file.needs().get(6).from()).startsWith("demo/away/liblost.so, where no search path leads");
        assertThat(file.minimum()).isEqualTo("GLIBC_2.17");
        assertThat(file.searchPaths()).containsExactly("$ORIGIN/../demo.libs");
        assertThat(file.exportNames()).containsExactly("offered");
        assertThat(file.exports()).isOne();
    }

    @Test
    void shouldFindLibrariesByTheSearchPathOfWhatLoadsThem() throws IOException {
        Path wheel = wheel().file(
                        "demo/mod.so",
                        TestElf.x86_64()
                                .needed("liba.so")
                                .rpath("$ORIGIN/lib")
                                .defined("PyInit_mod")
                                .build())
                .file("demo/lib/liba.so", TestElf.x86_64().needed("libb.so").build())
                .file("demo/lib/libb.so", TestElf.x86_64().build())
                .writeTo(directory);
        WheelInspection inspection = WheelInspector.inspect(wheel, AuditOptions.DEFAULT, false);
        assertThat(nativeFile(inspection, "demo/lib/liba.so").needs())
                .singleElement()
                .satisfies(need -> {
                    assertThat(need.bringer()).isEqualTo("wheel");
                    assertThat(need.from()).isEqualTo("demo/lib/libb.so");
                });
    }

    @Test
    void shouldShowMetadataEntryPointsLicencesAndSbom() throws IOException {
        Path wheel = wheel().metadata("Requires-Dist: numpy\nLicense-Expression: MIT")
                .file("demo/libdemo.so", TestElf.x86_64().build())
                .file("demo-1.0.dist-info/licenses/LICENSE", "MIT")
                .file("demo-1.0.dist-info/sboms/demo.cdx.json", "{}")
                .distInfo("entry_points.txt", "# no\n[console_scripts]\ndemo = demo:main\nbroken\n")
                .writeTo(directory);
        WheelInspection inspection = WheelInspector.inspect(wheel, AuditOptions.DEFAULT, false);
        assertThat(inspection.metadata())
                .contains(new MetadataField("Requires-Dist", "numpy"), new MetadataField("License-Expression", "MIT"));
        assertThat(inspection.entryPoints()).containsExactly("[console_scripts] demo = demo:main");
        assertThat(inspection.licenses()).containsExactly("demo-1.0.dist-info/licenses/LICENSE");
        assertThat(inspection.sboms()).containsExactly("demo-1.0.dist-info/sboms/demo.cdx.json");
        assertThat(inspection.generator()).isEqualTo("test (1.0)");
        assertThat(inspection.fileCount()).isEqualTo(7);
        assertThat(inspection.files()).extracting(InspectedFile::path).isSorted();
    }

    @Test
    void shouldSayThatABundleBesideItCannotBeRead() throws IOException {
        Path wheel = wheel().file("demo/libdemo.so", TestElf.x86_64().build()).writeTo(directory);
        Files.writeString(directory.resolve(wheel.getFileName() + ".sigstore.json"), "{}");
        assertThat(WheelInspector.inspect(wheel, AuditOptions.DEFAULT, false).statements())
                .singleElement()
                .satisfies(statement -> {
                    assertThat(statement.aboutThis()).isFalse();
                    assertThat(statement.problem()).isNotEmpty();
                });
    }

    @Test
    void shouldPutFindingsAtTheirFiles() throws IOException {
        Path wheel = wheel().file(
                        "demo/libdemo.so",
                        TestElf.x86_64().executableStack(true).build())
                .writeTo(directory);
        List<String> text = InspectionText.of(WheelInspector.inspect(wheel, AuditOptions.DEFAULT, false), false);
        int file = text.indexOf("  demo/libdemo.so");
        assertThat(file).isPositive();
        assertThat(text.subList(file, text.size()))
                .anyMatch(line -> line.strip().startsWith("warning executable-stack: "));
    }

    @Test
    void shouldMakeHostileNamesFitToBeShownAndKeepListsShort() throws IOException {
        TestWheels wheel = wheel().file(
                        "demo/\u001b[2J\u202elib.so",
                        TestElf.x86_64()
                                .needed("lib\u001bx.so")
                                .defined("symbol\n::error::")
                                .build())
                .metadata("Summary: \u001b[31mred\u202e");
        for (int i = 0; i < 500; i++) {
            wheel.file("demo/d" + i + "/" + "x/".repeat(60) + "f.txt", "");
        }
        WheelInspection inspection = WheelInspector.inspect(wheel.writeTo(directory), AuditOptions.DEFAULT, true);
        assertThat(InspectionText.of(inspection, true)).allMatch(PrintableText::isPrintable);
        assertThat(InspectionText.of(inspection, false)).hasSizeLessThan(100);
        assertThat(inspection.toJson()).doesNotContain("\\u001b").startsWith("{\"schemaVersion\":1,");
    }

    private static InspectedNative nativeFile(WheelInspection inspection, String path) {
        return inspection.natives().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static TestWheels wheel() {
        return TestWheels.wheel("demo", "1.0", LINUX);
    }
}
