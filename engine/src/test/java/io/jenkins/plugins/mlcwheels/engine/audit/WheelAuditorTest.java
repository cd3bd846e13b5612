package io.jenkins.plugins.mlcwheels.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelAuditorTest {

    @TempDir
    private Path directory;

    @Test
    void reportsAGoodWheel() throws IOException {
        AuditReport report = audit(wheel("manylinux_2_17_x86_64").file("demo/mod.abi3.so", module().build()));
        assertThat(report.passed()).isTrue();
        assertThat(report.overall()).isEqualTo("manylinux_2_17_x86_64");
        assertThat(report.architecture()).isEqualTo("x86_64");
        assertThat(report.versionedSymbols().get("libc.so.6")).containsExactly("GLIBC_2.17", "GLIBC_2.2.5");
        assertThat(report.sha256().orElseThrow()).hasSize(64);
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void saysWhatPinsTheTag() throws IOException {
        AuditReport report = audit(wheel("linux_x86_64")
                .file(
                        "demo/mod.abi3.so",
                        module().undefined("fcntl64", "libc.so.6", "GLIBC_2.28")
                                .needed("libfoo.so.1")
                                .build()));
        assertThat(report.pins())
                .extracting(Pin::kind, Pin::ceiling, Pin::subject)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(Pin.Kind.EXTERNAL_LIBRARY, "linux_x86_64", "libfoo.so.1"),
                        org.assertj.core.groups.Tuple.tuple(
                                Pin.Kind.SYMBOL_VERSION, "manylinux_2_28_x86_64", "GLIBC_2.28"));
        Pin version = report.pins().stream()
                .filter(pin -> pin.subject().equals("GLIBC_2.28"))
                .findFirst()
                .orElseThrow();
        assertThat(version.message()).isEqualTo("demo/mod.abi3.so needs GLIBC_2.28 of libc.so.6 (fcntl64)");
        assertThat(version.remedy()).contains("manylinux_2_27_x86_64 or older");
    }

    @Test
    void findsDishonestTags() throws IOException {
        TestWheels wheel = wheel("manylinux_2_5_x86_64").file("demo/mod.abi3.so", module().build());
        assertThat(codes(audit(wheel))).containsExactly("tag-not-honest");
        assertThat(audit(wheel).findings().get(0).message())
                .isEqualTo("the name says manylinux_2_5_x86_64, but the wheel is only consistent with"
                        + " manylinux_2_17_x86_64");
    }

    @Test
    void judgesTagsBetweenPoliciesByTheGlibcTheyName() throws IOException {
        TestElf elf = module().undefined("f", "libc.so.6", "GLIBC_2.18");
        assertThat(codes(audit(wheel("manylinux_2_18_x86_64").file("a.so", elf.build()))))
                .isEmpty();
        elf.undefined("g", "libc.so.6", "GLIBC_2.23");
        assertThat(codes(audit(wheel("manylinux_2_18_x86_64").file("a.so", elf.build()))))
                .containsExactly("tag-not-honest");
    }

    @Test
    void acceptsSeveralTagsWhenTheMostPortableHolds() throws IOException {
        assertThat(codes(audit(wheel("manylinux_2_17_x86_64.manylinux2014_x86_64.manylinux_2_28_x86_64")
                        .file("a.so", module().build()))))
                .isEmpty();
        assertThat(codes(audit(wheel("manylinux_2_28_x86_64").file("a.so", module().build()))))
                .containsExactly("tag-could-be-more-portable");
        assertThat(codes(audit(wheel("linux_x86_64").file("a.so", module().build()))))
                .containsExactly("tag-linux");
    }

    @Test
    void checksRequirements() throws IOException {
        Path wheel = wheel("manylinux_2_17_x86_64")
                .file("demo/libdemo.so", module().build())
                .writeTo(directory);
        AuditOptions options = AuditOptions.DEFAULT
                .withPolicy("manylinux_2_12")
                .withRequireLibs(List.of("libdemo.so", "libother.so*"))
                .withForbidLibs(List.of("libc.so.*"))
                .withMaxSize(10);
        assertThat(codes(WheelAuditor.audit(wheel, options)))
                .containsExactly("forbidden-library", "policy-not-met", "required-library-missing", "wheel-too-large");
        assertThat(codes(WheelAuditor.audit(wheel, AuditOptions.DEFAULT.withPolicy("manylinux2014"))))
                .isEmpty();
        assertThatThrownBy(() -> WheelAuditor.audit(wheel, AuditOptions.DEFAULT.withPolicy("manylinux_9")))
                .isInstanceOf(EngineException.class)
                .hasMessage("--policy manylinux_9: there is no such platform");
    }

    @Test
    void findsSearchPathsAndStacksThatHurt() throws IOException {
        assertThat(codes(audit(wheel("manylinux_2_17_x86_64")
                        .file(
                                "demo/a.so",
                                module().runpath("/opt/lib:$ORIGIN/../../other::$ORIGIN/../demo.libs")
                                        .executableStack(true)
                                        .build()))))
                .containsExactly("executable-stack", "rpath-absolute", "rpath-escaping", "rpath-working-directory");
    }

    @Test
    void tellsMissingLibrariesFromUnreachableOnes() throws IOException {
        assertThat(codes(audit(wheel("linux_x86_64")
                        .file(
                                "demo/a.so",
                                module().needed("libin.so", "libout.so").build())
                        .file("demo/lib/libin.so", TestElf.x86_64().build()))))
                .containsExactly("library-not-provided", "library-unreachable", "tag-linux");
    }

    @Test
    void judgesEveryArchitectureOfAWheel() throws IOException {
        TestWheels wheel = TestWheels.wheel("demo", "1.0", "py3-none-any")
                .file(
                        "demo/arm",
                        TestElf.of(true, false, 183)
                                .interpreter("/lib/ld-linux-aarch64.so.1")
                                .build())
                .file(
                        "demo/i686",
                        TestElf.of(false, false, 3).runpath("/opt/lib").build())
                .file(
                        "demo/x86_64",
                        module().undefined("f", "libc.so.6", "GLIBC_2.28").build());

        AuditReport report = audit(wheel);

        assertThat(report.findings())
                .extracting(Finding::code, Finding::message)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(
                                "tag-not-honest",
                                "the name says any, but the wheel has native code for Linux, which runs only on"
                                        + " manylinux_2_17_aarch64, manylinux_2_28_x86_64, manylinux_2_5_i686"),
                        org.assertj.core.groups.Tuple.tuple(
                                "several-architectures",
                                "has native code for manylinux_2_17_aarch64 (1 file), manylinux_2_28_x86_64 (1 file),"
                                        + " manylinux_2_5_i686 (1 file)"));
        assertThat(codes(report)).contains("rpath-absolute").doesNotContain("foreign-architecture");
        assertThat(report.pins()).extracting(Pin::subject).contains("GLIBC_2.28");
    }

    @Test
    void comparesEachPlatformTagWithWhatIsForItsArchitecture() throws IOException {
        TestElf arm = TestElf.of(true, false, 183).needed("libc.so.6").undefined("f", "libc.so.6", "GLIBC_2.28");

        AuditReport both = audit(wheel("manylinux_2_17_x86_64.manylinux_2_17_aarch64")
                .file("demo/arm.so", arm.build())
                .file("demo/mod.so", module().build()));
        AuditReport one = audit(
                wheel("manylinux_2_17_x86_64").file("demo/arm.so", arm.build()).file("demo/mod.so", module().build()));

        assertThat(both.findings().get(0).message())
                .isEqualTo("the name says manylinux_2_17_aarch64, but the wheel is only consistent with"
                        + " manylinux_2_28_aarch64");
        assertThat(one.passed()).isTrue();
        assertThat(one.findings())
                .extracting(Finding::message)
                .contains("is for aarch64 in a wheel for x86_64; there it is consistent with manylinux_2_28_aarch64");
    }

    @Test
    void refusesPackedRelocationsThatNoGlibcAppliesRightly() throws IOException {
        AuditReport report = audit(
                wheel("manylinux_2_17_x86_64").file("a.so", module().relr().build()));

        assertThat(report.overall()).isEqualTo("linux_x86_64");
        assertThat(codes(report)).containsExactly("tag-not-honest", "unloadable");
        assertThat(report.pins().get(0).kind()).isEqualTo(Pin.Kind.LOADER);
        assertThat(report.pins().get(0).message()).startsWith("a.so has packed relative relocations (DT_RELR) without");
        assertThat(AuditReportJson.parse(report.toJson())).isEqualTo(report);
    }

    @Test
    void countsPackedRelocationsAsGlibc236OrAsTooNewForMusl() throws IOException {
        TestElf marked = module().relr().needsVersion("libc.so.6", "GLIBC_ABI_DT_RELR");
        TestElf alone = TestElf.x86_64().relr().defined("PyInit_mod");
        TestElf musl = TestElf.x86_64().relr().needed("libc.musl-x86_64.so.1");

        assertThat(audit(wheel("linux_x86_64").file("mod.so", marked.build())).overall())
                .isEqualTo("manylinux_2_36_x86_64");
        assertThat(audit(wheel("linux_x86_64").file("mod.so", alone.build())).overall())
                .isEqualTo("manylinux_2_36_x86_64");
        assertThat(codes(audit(wheel("musllinux_1_2_x86_64").file("mod.so", musl.build()))))
                .containsExactly("tag-not-honest");
    }

    @Test
    void countsVersionsThatAreNeededOfTheLoaderItself() throws IOException {
        TestElf elf = module().undefined("__rseq_offset", "ld-linux-x86-64.so.2", "GLIBC_2.35");

        AuditReport report = audit(wheel("linux_x86_64").file("mod.so", elf.build()));

        assertThat(report.overall()).isEqualTo("manylinux_2_35_x86_64");
        assertThat(report.versionedSymbols()).doesNotContainKey("ld-linux-x86-64.so.2");
        assertThat(report.pins())
                .extracting(Pin::message)
                .contains("mod.so needs GLIBC_2.35 of the loader ld-linux-x86-64.so.2");
        assertThat(codes(audit(wheel("manylinux_2_29_x86_64").file("mod.so", elf.build()))))
                .containsExactly("tag-not-honest");
        assertThat(codes(audit(wheel("manylinux_2_17_x86_64")
                        .file(
                                "mod.so",
                                module().needsVersion("ld-linux-x86-64.so.2", "GLIBC_PRIVATE")
                                        .build()))))
                .containsExactly("loader-private-version");
    }

    @Test
    void findsWhatLoadersOfSomeSystemsRefuseOrReadDifferently() throws IOException {
        assertThat(codes(audit(wheel("manylinux_2_17_x86_64")
                        .file(
                                "mod.so",
                                module().kernel(3, 17, 0)
                                        .runpath("$ORIGIN/../$LIB:$ORIGINAL/lib")
                                        .build()))))
                .containsExactly("kernel-too-new", "rpath-escaping", "rpath-token");
        assertThat(codes(audit(wheel("manylinux_2_17_x86_64")
                        .file("mod.so", module().kernel(3, 10, 0).build()))))
                .isEmpty();
    }

    @Test
    void findsFunctionsOfGlibcInFilesForMusl() throws IOException {
        TestElf elf = TestElf.x86_64()
                .needed("libc.musl-x86_64.so.1")
                .undefined("__memcpy_chk")
                .undefined("backtrace")
                .undefinedWeak("mallinfo");

        AuditReport report = audit(wheel("musllinux_1_2_x86_64").file("mod.so", elf.build()));

        assertThat(report.findings())
                .extracting(Finding::code, Finding::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "symbol-not-in-musl",
                        "needs __memcpy_chk, backtrace, which musl doesn't have; its loader refuses the file"));
        assertThat(codes(audit(wheel("musllinux_1_2_x86_64")
                        .file("mod.so", elf.needed("libown.so").build())
                        .file(
                                "libown.so",
                                TestElf.x86_64()
                                        .defined("__memcpy_chk")
                                        .defined("backtrace")
                                        .build()))))
                .doesNotContain("symbol-not-in-musl");
    }

    @Test
    void allowsInstructionSetsIfToldAndSaysSo() throws IOException {
        Path wheel = wheel("manylinux_2_17_x86_64")
                .file("mod.so", module().isa(2).build())
                .writeTo(directory);

        assertThat(WheelAuditor.audit(wheel, AuditOptions.DEFAULT).overall()).isEqualTo("linux_x86_64");
        AuditReport allowed = WheelAuditor.audit(wheel, AuditOptions.DEFAULT.withAnyInstructionSet(true));
        assertThat(allowed.overall()).isEqualTo("manylinux_2_17_x86_64");
        assertThat(codes(allowed)).containsExactly("instruction-set-allowed");
    }

    @Test
    void takesLibrariesOfSiblingsToBeThere() throws IOException {
        Path sibling = TestWheels.wheel("tvm", "1.0", "py3-none-linux_x86_64")
                .file("tvm/libtvm.so", TestElf.x86_64().build())
                .writeTo(directory);
        Path wheel = wheel("manylinux_2_17_x86_64")
                .file("demo/a.so", module().needed("libtvm.so").build())
                .writeTo(directory);
        AuditReport report = WheelAuditor.audit(wheel, AuditOptions.DEFAULT.withSiblings(List.of(sibling)));
        assertThat(report.passed()).isTrue();
        assertThat(codes(report)).containsExactly("library-from-sibling");
        assertThat(codes(WheelAuditor.audit(wheel, AuditOptions.DEFAULT)))
                .containsExactly("tag-not-honest", "library-not-provided");
    }

    @Test
    void refusesNativeCodeInPurelib() throws IOException {
        assertThat(codes(audit(wheel("manylinux_2_17_x86_64").file("demo-1.0.data/purelib/a.so", module().build()))))
                .containsExactly("library-in-purelib");
        assertThat(codes(audit(wheel("manylinux_2_17_x86_64").purelib(true).file("a.so", module().build()))))
                .containsExactly("root-is-purelib");
    }

    @Test
    void reportsBrokenFilesByWhatTheyShouldBe() throws IOException {
        byte[] cut = java.util.Arrays.copyOf(module().build(), 100);
        assertThat(audit(wheel("manylinux_2_17_x86_64")
                                .file("a.so", module().build())
                                .file("broken.so", cut)
                                .file("tests/data.bin", cut))
                        .findings())
                .extracting(Finding::code, Finding::isError)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("broken-elf", true),
                        org.assertj.core.groups.Tuple.tuple("broken-elf", false));
    }

    @Test
    void carriesTheFindingsOfTheArchive() throws IOException {
        TestWheels wheel = wheel("manylinux_2_17_x86_64")
                .file("a.so", module().build())
                .distInfo("RECORD", "a.so,sha256=AAAA,1\n");
        assertThat(audit(wheel).passed()).isFalse();
    }

    @Test
    void givesTheSameReportHoweverManyThreadsReadTheWheel() throws IOException {
        TestWheels wheel = wheel("linux_x86_64");
        for (int i = 0; i < 40; i++) {
            wheel.file(
                    "demo/a" + i + ".so",
                    module().needed("libgone" + i + ".so").runpath("/opt/" + i).build());
            wheel.file("demo/b" + i + ".so", java.util.Arrays.copyOf(module().build(), 100 + i));
            wheel.file("demo/c" + i + ".py", "x = 1");
        }
        Path file = wheel.distInfo("RECORD", "").writeTo(directory);

        String alone =
                WheelAuditor.audit(file, AuditOptions.DEFAULT.withThreads(1)).toJson();

        for (int i = 0; i < 50; i++) {
            assertThat(WheelAuditor.audit(file, AuditOptions.DEFAULT.withThreads(8))
                            .toJson())
                    .isEqualTo(alone);
        }
    }

    @Test
    void reportsAHostileWheelInTextsThatCanBeShownAndReadBack() throws IOException {
        String evil = "\u001b]0;owned\u0007\u202e'\"\n";
        TestElf elf = module().needed("lib" + evil + ".so.1", "lib" + "x".repeat(5000) + ".so")
                .soname("mod" + evil)
                .runpath("/opt/" + evil)
                .undefined("fcntl" + evil, "libc.so.6", "GLIBC_2.99" + evil);
        AuditReport report = audit(wheel("manylinux_2_17_x86_64")
                .file("demo/mod" + evil + ".so", elf.build())
                .file("demo.libs/lib" + evil + ".so", module().build())
                .metadata("Requires-Python: " + evil.strip())
                .distInfo("RECORD", "demo/gone" + evil.strip() + ",,\n"));

        String json = report.toJson();

        assertThat(json).contains("owned").matches("[^\\p{Cc}\\p{Cf}]*").doesNotContain("\\u00", "\\n");
        assertThat(AuditReportJson.parse(json)).isEqualTo(report);
    }

    @Test
    void boundsTheReportOfAWheelThatNeedsThousandsOfLibraries() throws IOException {
        String[] libraries = new String[4000];
        java.util.Arrays.setAll(libraries, i -> "lib" + "\"".repeat(290) + i + ".so");
        TestWheels wheel = wheel("linux_x86_64")
                .file("demo/mod.so", module().needed(libraries).build());
        for (int i = 0; i < 1500; i++) {
            wheel.file("demo.libs/lib" + i + ".so", TestElf.x86_64().build());
        }

        AuditReport report = audit(wheel);

        assertThat(AuditReportJson.parse(report.toJson())).isEqualTo(report);
    }

    @Test
    void refusesWheelsWithoutNativeCode() {
        assertThatThrownBy(() ->
                        audit(TestWheels.wheel("demo", "1.0", "py3-none-any").file("demo.py", "")))
                .isInstanceOf(NotAPlatformWheelException.class)
                .hasMessageContaining("not a platform wheel");
    }

    @Test
    void agreesWithTheCompilerOfThisMachine() throws IOException {
        LocalCompiler.assume("gcc");
        Path library = LocalCompiler.compile(
                directory.resolve("native.so"),
                "gcc",
                "#include <string.h>\nint PyInit_native(char *a, const char *b) { memcpy(a, b, 8); return 0; }",
                "-shared",
                "-fPIC",
                "-O0",
                "-fno-builtin");
        String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        AuditReport report = audit(wheel("linux_" + architecture).file("native.so", Files.readAllBytes(library)));
        assertThat(report.architecture()).isEqualTo(architecture);
        assertThat(report.overall()).startsWith("manylinux_2_");
    }

    private static TestWheels wheel(String platform) {
        return TestWheels.wheel("demo", "1.0", "cp311-abi3-" + platform);
    }

    /** An extension module that glibc 2.17 satisfies. */
    private static TestElf module() {
        return TestElf.x86_64()
                .needed("libc.so.6")
                .undefined("strlen", "libc.so.6", "GLIBC_2.2.5")
                .undefined("clock_gettime", "libc.so.6", "GLIBC_2.17")
                .defined("PyInit_mod");
    }

    private AuditReport audit(TestWheels wheel) throws IOException {
        return WheelAuditor.audit(wheel.writeTo(directory), AuditOptions.DEFAULT);
    }

    private static List<String> codes(AuditReport report) {
        return report.findings().stream().map(Finding::code).toList();
    }
}
