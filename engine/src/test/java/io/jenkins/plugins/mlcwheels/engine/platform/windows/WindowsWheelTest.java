package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReportJson;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.pe.TestPe;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.Bringer;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsWheelTest {

    private static final String TAGS = "cp313-cp313-win_amd64";

    @TempDir
    private Path directory;

    private static TestPe module() {
        return TestPe.x64()
                .needs("KERNEL32.dll", "Sleep")
                .needs("python313.dll", "PyList_New")
                .needs("VCRUNTIME140.dll", "memcpy")
                .needs("api-ms-win-crt-runtime-l1-1-0.dll", "_initterm")
                .exports("PyInit_mod");
    }

    private AuditReport audit(TestWheels wheel, AuditOptions options) throws IOException {
        AuditReport report = WheelAuditor.audit(wheel.writeTo(directory), options);
        assertThat(AuditReportJson.parse(report.toJson())).isEqualTo(report);
        return report;
    }

    private AuditReport audit(String tags, String path, TestPe file) throws IOException {
        return audit(TestWheels.wheel("demo", "1.0", tags).file(path, file.build()), AuditOptions.DEFAULT);
    }

    private static List<String> codes(AuditReport report) {
        return report.findings().stream().map(Finding::code).toList();
    }

    @Test
    void passesAGoodWheelAndSaysWhoBringsWhat() throws IOException {
        AuditReport report = audit(TAGS, "demo/mod.cp313-win_amd64.pyd", module());

        assertThat(report.findings()).isEmpty();
        assertThat(report.overall()).isEqualTo("win_amd64");
        assertThat(report.architecture()).isEqualTo("x86_64");
        SystemPart system = report.systems().get(0);
        assertThat(system.name()).isEqualTo("Windows");
        assertThat(system.libraries())
                .extracting(SystemPart.LibrarySource::name, SystemPart.LibrarySource::bringer)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("api-ms-win-crt-runtime-l1-1-0.dll", Bringer.SYSTEM),
                        org.assertj.core.groups.Tuple.tuple("kernel32.dll", Bringer.SYSTEM),
                        org.assertj.core.groups.Tuple.tuple("python313.dll", Bringer.PYTHON),
                        org.assertj.core.groups.Tuple.tuple("vcruntime140.dll", Bringer.PYTHON));
    }

    @ParameterizedTest
    @CsvSource({
        "missing.dll, library-missing, ERROR",
        "msvcp140.dll, vc-runtime-not-provided, WARNING",
        "vcruntime140d.dll, debug-runtime, ERROR",
        "ucrtbased.dll, debug-runtime, ERROR",
        "python313_d.dll, debug-runtime, ERROR",
        "python312.dll, python-dll-mismatch, ERROR",
        "nvcuda.dll, driver-needed, INFO",
    })
    void saysWhatALibraryIsThatNobodyBrings(String dll, String code, String severity) throws IOException {
        AuditReport report = audit(TAGS, "demo/mod.cp313-win_amd64.pyd", module().needs(dll, "f"));

        assertThat(report.findings()).hasSize(1);
        Finding finding = report.findings().get(0);
        assertThat(finding.code()).isIn(code, "debug-runtime");
        assertThat(finding.severity()).hasToString(severity);
        assertThat(finding.where()).isEqualTo("demo/mod.cp313-win_amd64.pyd");
        assertThat(finding.message()).contains(dll);
    }

    @Test
    void onlyWarnsOfWhatIsLoadedWhenFirstUsed() throws IOException {
        AuditReport report = audit(TAGS, "demo/mod.pyd", module().delays("late.dll", "f"));

        assertThat(report.passed()).isTrue();
        assertThat(report.findings().get(0).message()).contains("late.dll").contains("only when first used");
    }

    @Test
    void findsLibrariesBesideTheFileWithoutRegardToCase() throws IOException {
        AuditReport report = audit(
                TestWheels.wheel("demo", "1.0", TAGS)
                        .file("demo/mod.pyd", module().needs("Helper.DLL", "f").build())
                        .file("demo/helper.dll", TestPe.x64().exports("f").build()),
                AuditOptions.DEFAULT);

        assertThat(report.findings()).isEmpty();
    }

    @Test
    void wantsPythonCodeThatAddsOtherDirectories() throws IOException {
        TestWheels without = TestWheels.wheel("demo", "1.0", TAGS)
                .file("demo/mod.pyd", module().needs("helper.dll", "f").build())
                .file("demo.libs/helper.dll", TestPe.x64().exports("f").build());
        assertThat(codes(audit(without, AuditOptions.DEFAULT))).containsExactly("library-unreachable");

        TestWheels with = TestWheels.wheel("demo", "1.0", TAGS)
                .file("demo/__init__.py", "import os\nos.add_dll_directory('x')\n")
                .file("demo/mod.pyd", module().needs("helper.dll", "f").build())
                .file("demo.libs/helper.dll", TestPe.x64().exports("f").build());
        assertThat(audit(with, AuditOptions.DEFAULT).findings()).isEmpty();
    }

    @Test
    void refusesModulesForAnotherProcessor() throws IOException {
        AuditReport report = audit("cp313-cp313-win_arm64", "demo/mod.pyd", module());

        assertThat(report.passed()).isFalse();
        assertThat(report.findings().get(0).code()).isEqualTo("tag-not-honest");
        assertThat(report.findings().get(0).message())
                .isEqualTo("the name says win_arm64, but the native code is for win_amd64");
    }

    @Test
    void refusesOneModuleOfSeveralForAnotherProcessor() throws IOException {
        AuditReport report = audit(
                TestWheels.wheel("demo", "1.0", TAGS)
                        .file("demo/mod.pyd", module().build())
                        .file(
                                "demo/other.pyd",
                                TestPe.x86().needs("python313.dll", "f").build()),
                AuditOptions.DEFAULT);

        assertThat(report.findings()).hasSize(1);
        assertThat(report.findings().get(0).code()).isEqualTo("foreign-architecture");
        assertThat(report.findings().get(0).where()).isEqualTo("demo/other.pyd");
        assertThat(report.findings().get(0).isError()).isTrue();
    }

    @Test
    void wantsModulesForAbi3ToNeedTheStableDll() throws IOException {
        assertThat(codes(audit("cp39-abi3-win_amd64", "demo/mod.pyd", module())))
                .containsExactly("python-dll-mismatch");
        TestPe stable = TestPe.x64().needs("python3.dll", "f").exports("PyInit_mod");
        assertThat(audit("cp39-abi3-win_amd64", "demo/mod.pyd", stable).findings())
                .isEmpty();
    }

    @Test
    void findsModulesThatAreNamedForAnotherPython() throws IOException {
        assertThat(codes(
                        audit(TAGS, "demo/mod.cp312-win_amd64.pyd", TestPe.x64().needs("python312.dll", "f"))))
                .containsExactly("extension-not-imported");
    }

    @Test
    void saysWhatPinsTheOldestWindows() throws IOException {
        AuditReport report = audit(TAGS, "demo/mod.pyd", module().needs("dxcore.dll", "f"));

        assertThat(codes(report)).containsExactly("windows-version");
        assertThat(report.systems().get(0).minimum()).isEqualTo("Windows 10 2004: demo/mod.pyd needs dxcore.dll");
        assertThat(report.findings().get(0).message()).contains("CPython 3.13 runs from Windows 10 on");
    }

    @Test
    void noticesWhatHardeningIsLeftOutAndWhereItWasBuilt() throws IOException {
        assertThat(codes(audit(
                        TAGS,
                        "demo/mod.pyd",
                        module().dllCharacteristics(0)
                                .pdb("C:\\Users\\me\\mod.pdb")
                                .signed(99))))
                .containsExactly("certificate-broken", "no-aslr", "no-dep", "pdb-path");
    }

    @Test
    void callsTextsThatAreNamedAsLibrariesBroken() throws IOException {
        AuditReport report = audit(
                TestWheels.wheel("demo", "1.0", TAGS)
                        .file("demo/mod.pyd", module().build())
                        .file("demo/lib.dll", "version https://example.org/spec/v1\n"),
                AuditOptions.DEFAULT);

        assertThat(report.findings().get(0).code()).isEqualTo("broken-pe");
        assertThat(report.findings().get(0).message())
                .isEqualTo("is named like a library of Windows and is not a PE file");
    }

    @Test
    void judgesFilesOfOtherSystemsByThemselves() throws IOException {
        AuditReport report = audit(
                TestWheels.wheel("demo", "1.0", TAGS)
                        .file("demo/mod.pyd", module().build())
                        .file(
                                "demo/lib.so",
                                TestElf.x86_64().needed("libc.so.6").build()),
                AuditOptions.DEFAULT);

        assertThat(report.passed()).isTrue();
        assertThat(report.overall()).isEqualTo("win_amd64");
        assertThat(report.systems()).extracting(SystemPart::name).containsExactly("Windows", "Linux");
        assertThat(codes(report)).containsExactly("foreign-system");
        assertThat(report.findings().get(0).message()).isEqualTo("is a file for Linux in a wheel for Windows");
    }

    @Test
    void letsWheelsForEverySystemHavePrograms() throws IOException {
        AuditReport report = audit(
                "py3-none-any", "demo/launcher.exe", TestPe.x86().program().needs("kernel32.dll", "f"));

        assertThat(report.passed()).isTrue();
        assertThat(report.overall()).isEqualTo("any");
    }

    @Test
    void takesSiblingsAndExcludedLibrariesToBeThere() throws IOException {
        Path sibling = TestWheels.wheel("ffi", "1.0", "py3-none-win_amd64")
                .file("ffi/lib/Ffi.dll", TestPe.x64().exports("f").build())
                .writeTo(directory);
        AuditReport report = audit(
                TestWheels.wheel("demo", "1.0", TAGS)
                        .file(
                                "demo/mod.pyd",
                                module().needs("ffi.dll", "f")
                                        .needs("cudart64_12.dll", "g")
                                        .build()),
                AuditOptions.DEFAULT.withSiblings(List.of(sibling)).withExcludes(List.of("cudart64*.dll")));

        assertThat(codes(report)).containsExactly("library-from-sibling");
    }
}
