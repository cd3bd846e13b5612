package io.jenkins.plugins.mlcwheels.engine.platform.macos;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReportJson;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.macho.TestMachO;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacosWheelTest {

    private static final String MODULE = "demo/mod.cpython-313-darwin.so";

    @TempDir
    private Path directory;

    private static TestMachO module(TestMachO file) {
        return file.bundle()
                .needs("/usr/lib/libSystem.B.dylib")
                .exports("_PyInit_mod")
                .looksUp("_PyList_New")
                .signed();
    }

    private AuditReport audit(TestWheels wheel) throws IOException {
        AuditReport report = WheelAuditor.audit(wheel.writeTo(directory), AuditOptions.DEFAULT);
        assertThat(AuditReportJson.parse(report.toJson())).isEqualTo(report);
        return report;
    }

    private AuditReport audit(String platform, byte[] file) throws IOException {
        return audit(TestWheels.wheel("demo", "1.0", "cp313-cp313-" + platform).file(MODULE, file));
    }

    private static List<String> codes(AuditReport report) {
        return report.findings().stream().map(Finding::code).toList();
    }

    @ParameterizedTest
    @CsvSource({"macosx_11_0_arm64", "macosx_13_0_arm64"})
    void passesAGoodWheel(String platform) throws IOException {
        AuditReport report =
                audit(platform, module(TestMachO.arm64().minimum(11, 0)).build());

        assertThat(report.findings()).isEmpty();
        assertThat(report.overall()).isEqualTo("macosx_11_0_arm64");
        assertThat(report.systems().get(0).minimum())
                .isEqualTo("arm64: macOS 11.0, since " + MODULE + " is built for macOS 11.0");
    }

    @Test
    void refusesTagsOfOlderSystemsAndNamesTheTrueOne() throws IOException {
        AuditReport report = audit(
                "macosx_11_0_arm64", module(TestMachO.arm64().minimum(14, 2)).build());

        assertThat(report.passed()).isFalse();
        assertThat(report.findings())
                .containsExactly(new Finding(
                        io.jenkins.plugins.mlcwheels.engine.finding.Severity.ERROR,
                        "tag-not-honest",
                        MODULE,
                        "is built for macOS 14.2; the name says macosx_11_0_arm64, macosx_14_0_arm64 would be true"));
        assertThat(report.pins()).hasSize(1);
        assertThat(report.pins().get(0).kind()).isEqualTo(Pin.Kind.MINIMUM_SYSTEM);
        assertThat(report.pins().get(0).ceiling()).isEqualTo("macosx_14_0_arm64");
    }

    @Test
    void judgesBothHalvesOfUniversalWheels() throws IOException {
        byte[] good = TestMachO.fat(
                module(TestMachO.x86_64().oldMinimum(10, 13)),
                module(TestMachO.arm64().minimum(11, 0)));
        assertThat(audit("macosx_10_13_universal2", good).findings()).isEmpty();
        assertThat(audit("macosx_10_13_universal2", good).overall()).isEqualTo("macosx_10_13_universal2");

        byte[] newer = TestMachO.fat(
                module(TestMachO.x86_64().oldMinimum(10, 13)),
                module(TestMachO.arm64().minimum(13, 0)));
        AuditReport report = audit("macosx_10_13_universal2", newer);
        assertThat(report.findings().get(0).message())
                .isEqualTo("is built for macOS 13.0; the name says macosx_10_13_universal2, macosx_13_0_universal2"
                        + " would be true");

        AuditReport half = audit(
                "macosx_10_13_universal2",
                module(TestMachO.x86_64().oldMinimum(10, 13)).build());
        assertThat(half.findings().get(0).message())
                .isEqualTo("the name says macosx_10_13_universal2, but no file has code for arm64;"
                        + " macosx_10_13_x86_64 would be true");
    }

    @Test
    void refusesAModuleThatLacksAnArchitectureOfTheTag() throws IOException {
        AuditReport report = audit(TestWheels.wheel("demo", "1.0", "cp313-cp313-macosx_11_0_universal2")
                .file(
                        MODULE,
                        TestMachO.fat(
                                module(TestMachO.x86_64().minimum(11, 0)),
                                module(TestMachO.arm64().minimum(11, 0))))
                .file(
                        "demo/two.cpython-313-darwin.so",
                        TestMachO.arm64()
                                .minimum(11, 0)
                                .bundle()
                                .exports("_PyInit_two")
                                .signed()
                                .build()));

        assertThat(codes(report)).containsExactly("foreign-architecture");
        assertThat(report.findings().get(0).where()).isEqualTo("demo/two.cpython-313-darwin.so");
        assertThat(report.findings().get(0).isError()).isTrue();
        assertThat(report.findings().get(0).message())
                .isEqualTo("has no code for x86_64 in a wheel for macosx_11_0_universal2, only for arm64;"
                        + " macosx_11_0_arm64 would be true");
    }

    @ParameterizedTest
    @CsvSource({
        "/opt/homebrew/opt/openssl/lib/libssl.3.dylib, library-missing, Homebrew",
        "/Users/me/lib/liba.dylib, library-missing, a home directory",
        "@rpath/liba.dylib, library-missing, neither the wheel nor macOS brings",
        "/Library/Frameworks/Python.framework/Versions/3.13/Python, python-linked, that very Python",
        "@rpath/libpython3.13.dylib, python-linked, that very Python",
        "/System/Library/Frameworks/Python.framework/Versions/2.7/Python, system-library-gone, 12.3",
    })
    void saysWhatALibraryIsThatNobodyBrings(String name, String code, String words) throws IOException {
        AuditReport report = audit(
                "macosx_11_0_arm64",
                module(TestMachO.arm64().minimum(11, 0).needs(name)).build());

        assertThat(report.findings()).hasSize(1);
        assertThat(report.findings().get(0).code()).isEqualTo(code);
        assertThat(report.findings().get(0).where()).isEqualTo(MODULE);
        assertThat(report.findings().get(0).message()).contains(name).contains(words);
    }

    @ParameterizedTest
    @CsvSource({
        "@loader_path/lib/liba.dylib, ''",
        "@rpath/liba.dylib, @loader_path/lib",
        "@rpath/lib/liba.dylib, @loader_path/."
    })
    void followsPathsAsTheLoaderDoes(String name, String rpath) throws IOException {
        TestMachO file = TestMachO.arm64().minimum(11, 0).needs(name);
        if (!rpath.isEmpty()) {
            file.rpath(rpath);
        }
        AuditReport report = audit(TestWheels.wheel("demo", "1.0", "cp313-cp313-macosx_11_0_arm64")
                .file(MODULE, module(file).build())
                .file(
                        "demo/lib/liba.dylib",
                        TestMachO.arm64().minimum(11, 0).id(name).signed().build()));

        assertThat(report.findings()).isEmpty();
    }

    @Test
    void countsLibrariesThatOlderSystemsLack() throws IOException {
        TestMachO file = TestMachO.x86_64()
                .oldMinimum(10, 9)
                .needs("/System/Library/Frameworks/Metal.framework/Versions/A/Metal");

        AuditReport report = audit("macosx_10_9_x86_64", module(file).build());

        assertThat(report.overall()).isEqualTo("macosx_10_11_x86_64");
        assertThat(report.findings().get(0).message()).startsWith("needs /System/Library/Frameworks/Metal.framework");
    }

    @Test
    void refusesCodeForAppleSiliconThatIsNotSignedOrWasChanged() throws IOException {
        TestMachO unsigned = TestMachO.arm64().minimum(11, 0).bundle().exports("_PyInit_mod");
        assertThat(codes(audit("macosx_11_0_arm64", unsigned.build()))).containsExactly("signature-missing");

        byte[] changed = module(TestMachO.arm64().minimum(11, 0)).code(9000).build();
        changed[0x4800] ^= 1;
        AuditReport report = audit("macosx_11_0_arm64", changed);
        assertThat(codes(report)).containsExactly("signature-invalid");
        assertThat(report.findings().get(0).message())
                .isEqualTo("the signature of the code for arm64 is not of this file: the 4096 bytes at 16384 have"
                        + " another digest");
    }

    @Test
    void noticesPathsOfTheBuilder() throws IOException {
        TestMachO library = TestMachO.x86_64()
                .oldMinimum(10, 9)
                .id("/Users/me/build/libdemo.dylib")
                .rpath("/opt/homebrew/lib");

        AuditReport report = audit(TestWheels.wheel("demo", "1.0", "py3-none-macosx_10_9_x86_64")
                .file("demo/libdemo.dylib", library.build()));

        assertThat(codes(report)).containsExactly("rpath-of-builder", "install-name-of-builder");
    }

    @Test
    void refusesNamesOfOtherSystems() throws IOException {
        AuditReport report = audit(
                "manylinux_2_28_x86_64",
                module(TestMachO.x86_64().oldMinimum(10, 9)).build());

        assertThat(report.findings().get(0).message())
                .isEqualTo("the name says manylinux_2_28_x86_64, but the wheel has native code for macOS, which runs"
                        + " only on macosx_10_9_x86_64");
    }

    @Test
    void callsTruncatedLibrariesBroken() throws IOException {
        byte[] whole = module(TestMachO.arm64().minimum(11, 0)).build();
        AuditReport report = audit(TestWheels.wheel("demo", "1.0", "cp313-cp313-macosx_11_0_arm64")
                .file(MODULE, whole)
                .file("demo/lib.dylib", java.util.Arrays.copyOf(whole, 5000)));

        assertThat(codes(report)).containsExactly("broken-macho");
        assertThat(report.findings().get(0).message()).startsWith("malformed Mach-O file: LC_SYMTAB lies outside");
    }
}
