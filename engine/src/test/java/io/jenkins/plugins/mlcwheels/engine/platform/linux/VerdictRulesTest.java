package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.platform.NamePatterns;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictRulesTest {

    private static final String LINUX = "linux_x86_64";

    @Test
    void takesTheMostPortablePolicyThatHasAllSymbolVersions() {
        assertThat(overall(TestFacts.extension("a.so").version("libc.so.6", "GLIBC_2.2.5", "GLIBC_2.5")))
                .isEqualTo("manylinux_2_5_x86_64");
        assertThat(overall(TestFacts.extension("a.so").version("libc.so.6", "GLIBC_2.28")))
                .isEqualTo("manylinux_2_28_x86_64");
        assertThat(overall(TestFacts.extension("a.so").version("libc.so.6", "GLIBC_2.99")))
                .isEqualTo(LINUX);
    }

    @Test
    void countsSymbolVersionsOfEveryFile() {
        assertThat(overall(
                        TestFacts.extension("a.so").needs("b.so").runpath("$ORIGIN"),
                        TestFacts.library("b.so").version("libstdc++.so.6", "GLIBCXX_3.4.30")))
                .isEqualTo("manylinux_2_35_x86_64");
    }

    @Test
    void ignoresVersionsOfLibrariesThatPoliciesDontSpeakOf() {
        assertThat(overall(TestFacts.extension("a.so").version("libssl-1234.so.3", "OPENSSL_3.0.0")))
                .isEqualTo("manylinux_2_5_x86_64");
    }

    @Test
    void letsALibraryThatOnlyNewerSystemsHaveLimitTheTag() {
        Verdict verdict = judge(TestFacts.extension("a.so").needs("libexpat.so.1", "ld-linux-x86-64.so.2"));
        assertThat(verdict.overall().name()).isEqualTo("manylinux_2_12_x86_64");
        assertThat(verdict.fit(verdict.policies().highest()).externalLibraries())
                .containsOnlyKeys("libexpat.so.1");
    }

    @Test
    void dropsToLinuxForALibraryFromOutside() {
        Verdict verdict = judge(TestFacts.extension("a.so").needs("libfoo.so.1"));
        assertThat(verdict.overall().name()).isEqualTo(LINUX);
        assertThat(verdict.symbolPolicy().name()).isEqualTo("manylinux_2_5_x86_64");
        assertThat(verdict.libraryNeeds(verdict.policies().lowest()))
                .containsExactly(new LibraryNeed("a.so", "libfoo.so.1"));
        assertThat(verdict.overallWithGrafts(Optional.empty()).name()).isEqualTo("manylinux_2_5_x86_64");
        assertThat(verdict.overallWithGrafts(Optional.of("manylinux_2_28")).name())
                .isEqualTo("manylinux_2_5_x86_64");
    }

    @Test
    void graftsNoMoreForAPolicyThanTheLeastPortableNeeds() {
        Verdict verdict = judge(TestFacts.extension("a.so").needs("libfoo.so.1", "libmvec.so.1"));
        assertThat(verdict.overallWithGrafts(Optional.empty()).name()).isEqualTo("manylinux_2_24_x86_64");
        assertThat(verdict.overallWithGrafts(Optional.of("manylinux_2_17")).name())
                .isEqualTo("manylinux_2_5_x86_64");
    }

    @Test
    void findsLibrariesInTheWheelThroughRpathAndOrigin() {
        assertThat(overall(
                        TestFacts.extension("pkg/sub/a.so").needs("libfoo.so.1").rpath("$ORIGIN/../../pkg.libs"),
                        TestFacts.library("pkg.libs/libfoo.so.1")))
                .isEqualTo("manylinux_2_5_x86_64");
        assertThat(overall(
                        TestFacts.extension("pkg/a.so").needs("libfoo.so.1").runpath("${ORIGIN}/lib"),
                        TestFacts.library("pkg/lib/libfoo.so.1")))
                .isEqualTo("manylinux_2_5_x86_64");
        assertThat(overall(TestFacts.extension("pkg/a.so").needs("libfoo.so.1"), TestFacts.library("pkg/libfoo.so.1")))
                .isEqualTo(LINUX);
    }

    @Test
    void searchesTheRootsRpathForLibrariesOfLibraries() {
        assertThat(overall(
                        TestFacts.extension("a.so").needs("libb.so").rpath("$ORIGIN/libs"),
                        TestFacts.library("libs/libb.so").needs("libc1.so"),
                        TestFacts.library("libs/libc1.so")))
                .isEqualTo("manylinux_2_5_x86_64");
    }

    @Test
    void prefersRunpathToRpath() {
        assertThat(overall(
                        TestFacts.extension("a.so")
                                .needs("libb.so")
                                .rpath("$ORIGIN/libs")
                                .runpath("$ORIGIN/other"),
                        TestFacts.library("libs/libb.so"),
                        TestFacts.library("other/libc1.so")))
                .isEqualTo(LINUX);
    }

    @Test
    void findsWhatALibraryInsideTheWheelNeedsFromOutside() {
        Verdict verdict = judge(
                TestFacts.extension("a.so").needs("libb.so").rpath("$ORIGIN/libs"),
                TestFacts.library("libs/libb.so").needs("libout.so.2"));
        assertThat(verdict.overall().name()).isEqualTo(LINUX);
        assertThat(verdict.libraryNeeds(verdict.policies().lowest()))
                .extracting(LibraryNeed::elf)
                .containsExactly("a.so", "libs/libb.so");
    }

    @Test
    void completesALibraryFromTheTreeOfWhoLoadsIt() {
        // Neither of the libraries finds the other by itself; the module, which has both in its RPATH, does.
        assertThat(overall(
                        TestFacts.extension("a.so").needs("libb.so", "libc1.so").rpath("$ORIGIN/libs"),
                        TestFacts.library("libs/libb.so").needs("libc1.so"),
                        TestFacts.library("libs/libc1.so"),
                        TestFacts.library("plugins/p.so").needs("libb.so").rpath("$ORIGIN/../libs")))
                .isEqualTo("manylinux_2_5_x86_64");
    }

    @Test
    void judgesRootsOnlyForLibrariesThatNobodyInTheWheelNeeds() {
        // libb.so is not a root, since a.so needs a library of that name, though not this one.
        assertThat(overall(
                        TestFacts.extension("a.so").needs("libb.so").rpath("$ORIGIN/x"),
                        TestFacts.library("x/libb.so"),
                        TestFacts.library("y/libb.so").needs("libout.so")))
                .isEqualTo("manylinux_2_5_x86_64");
        assertThat(overall(
                        TestFacts.extension("a.so"),
                        TestFacts.library("y/libb.so").needs("libout.so")))
                .isEqualTo(LINUX);
    }

    @Test
    void takesExcludedLibrariesToBeThere() {
        WheelFacts wheel = wheel(TestFacts.extension("a.so").needs("libcuda.so.1"));
        assertThat(VerdictRules.judge(wheel, new NamePatterns(List.of("libcuda.so*")), HostLibraries.NONE)
                        .overall()
                        .name())
                .isEqualTo("manylinux_2_5_x86_64");
        assertThat(VerdictRules.judge(wheel, new NamePatterns(List.of("libcuda")), HostLibraries.NONE)
                        .overall()
                        .name())
                .isEqualTo(LINUX);
    }

    @Test
    void refusesPrivateSymbolsOnlyWhereTheirLibraryIsNeeded() {
        assertThat(overall(TestFacts.extension("a.so").needs("libz.so.1").privateSymbols("inflate_fast")))
                .isEqualTo(LINUX);
        assertThat(overall(TestFacts.extension("a.so").needs("libz.so.1").privateSymbols("uncompress2")))
                .isEqualTo("manylinux_2_34_x86_64");
        assertThat(overall(TestFacts.extension("a.so").privateSymbols("__cxa_thread_atexit_impl")))
                .isEqualTo("manylinux_2_24_x86_64");
        assertThat(overall(TestFacts.extension("a.so").privateSymbols("inflate_fast")))
                .isEqualTo("manylinux_2_5_x86_64");
    }

    @Test
    void refusesInstructionSetsBeyondTheBaseline() {
        Verdict verdict = judge(TestFacts.extension("a.so").instructionSet("x86_64_v3"));
        assertThat(verdict.overall().name()).isEqualTo(LINUX);
        assertThat(verdict.needsInstructionSetExtension()).isTrue();
    }

    @Test
    void refusesWhatOldPythonsNeeded() {
        assertThat(judge(TestFacts.extension("a.so").pyFpe()).usesPyFpe()).isTrue();
        assertThat(overall(TestFacts.extension("a.so").pyFpe())).isEqualTo(LINUX);
        assertThat(overall(TestFacts.extension("a.so").module(2).ucs2())).isEqualTo(LINUX);
        assertThat(overall(TestFacts.extension("a.so").module(3).ucs2())).isEqualTo("manylinux_2_5_x86_64");
        assertThat(overall(TestFacts.library("a.so").pyFpe())).isEqualTo("manylinux_2_5_x86_64");
    }

    @Test
    void treatsLibpythonAsExternalWithoutLookingIntoIt() {
        Verdict verdict = judge(
                TestFacts.extension("a.so").needs("libpython3.11.so.1.0").rpath("$ORIGIN"),
                TestFacts.library("libpython3.11.so.1.0").needs("libout.so"));
        assertThat(verdict.libraryNeeds(verdict.policies().lowest()))
                .contains(new LibraryNeed("a.so", "libpython3.11.so.1.0"))
                .doesNotContain(new LibraryNeed("a.so", "libout.so"));
    }

    @Test
    void leavesLibpythonOfProgramToThePlaceThatItRunsAt() {
        Verdict verdict = judge(TestFacts.library("bin/tool")
                .interpreter("/lib64/ld-linux-x86-64.so.2")
                .needs("libpython3.11.so.1.0"));
        assertThat(verdict.overall().name()).isEqualTo("manylinux_2_5_x86_64");
    }

    @Test
    void knowsLibpythonOfEveryBuild() {
        assertThat(List.of(
                        "libpython3.8m.so.1.0",
                        "libpython3.13t.so.1.0",
                        "libpython3.13td.so.1.0",
                        "libpython2.7.so",
                        "libpython3.so"))
                .allMatch(ElfFacts::isLibPython);
        assertThat(List.of("libpythonic.so", "libpython.so", "libpython3.11.a", "libpython3.11.so.1.0x"))
                .noneMatch(ElfFacts::isLibPython);
    }

    @Test
    void takesNoRelativePathForSureFromWhatGetsInstalledApart() {
        for (String apart : List.of("data/lib", "headers", "scripts")) {
            String up = apart.contains("/") ? "$ORIGIN/../../.." : "$ORIGIN/../..";
            String place = "demo-1.0.data/" + apart;
            assertThat(overall(
                            TestFacts.library(place + "/libneeding.so")
                                    .needs("libhere.so", "libbelow.so")
                                    .rpath("$ORIGIN", "$ORIGIN/below"),
                            TestFacts.library(place + "/libhere.so"),
                            TestFacts.library(place + "/below/libbelow.so")))
                    .isEqualTo("manylinux_2_5_x86_64");
            assertThat(overall(
                            TestFacts.library(place + "/libneeding.so")
                                    .needs("libamong.so")
                                    .rpath(up + "/demo.libs"),
                            TestFacts.library("demo.libs/libamong.so")))
                    .isEqualTo(LINUX);
        }
    }

    @Test
    void findsLibrariesWhereTheyGetInstalled() {
        assertThat(overall(
                        TestFacts.library("demo.scripts/tool")
                                .needs("libamong.so")
                                .rpath("$ORIGIN/../demo"),
                        TestFacts.library("demo-1.0.data/platlib/demo/libamong.so")))
                .isEqualTo("manylinux_2_5_x86_64");
    }

    @Test
    void judgesMuslWheelsByMusl() {
        Verdict verdict = judge(
                List.of("musllinux_1_2_x86_64"),
                TestFacts.library("a.so").module(3).needs("libc.musl-x86_64.so.1"));
        assertThat(verdict.overall().name()).isEqualTo("musllinux_1_2_x86_64");
        assertThat(judge(List.of("linux_x86_64"), TestFacts.library("bin/tool").interpreter("/lib/ld-musl-x86_64.so.1"))
                        .policies()
                        .libc())
                .isEqualTo(Libc.MUSL);
    }

    @Test
    void leavesFilesForAnotherLibcOrProcessorOut() {
        Verdict verdict = judge(
                TestFacts.extension("a.so"),
                TestFacts.library("musl.so").needs("libc.musl-x86_64.so.1", "libother.so"),
                TestFacts.library("arm.so").architecture(Architecture.AARCH64).needs("libother.so"),
                TestFacts.library("gpu.cubin").architecture(null));
        assertThat(verdict.overall().name()).isEqualTo("manylinux_2_5_x86_64");
        assertThat(verdict.foreignLibc()).extracting(ElfFacts::path).containsExactly("musl.so");
        assertThat(verdict.foreignArchitecture()).extracting(ElfFacts::path).containsExactly("arm.so", "gpu.cubin");
    }

    @Test
    void refusesWheelsWithoutNativeCodeForTheirArchitecture() {
        assertThatThrownBy(() -> judge(List.of("manylinux_2_17_aarch64"), TestFacts.extension("a.so")))
                .isInstanceOf(NotAPlatformWheelException.class)
                .hasMessageContaining("no native code for aarch64 in it, only x86_64");
        assertThatThrownBy(() -> judge(List.of("any")))
                .isInstanceOf(NotAPlatformWheelException.class)
                .hasMessageContaining("has no native code");
    }

    @Test
    void readsTheLibcFromTheNameOfAnExtensionModuleAtLast() {
        assertThat(libc("a.cpython-311-x86_64-linux-gnu.so")).contains(Libc.GLIBC);
        assertThat(libc("a.cpython-310-x86_64-linux-gnu.so")).isEmpty();
        assertThat(libc("a.cpython-310-x86_64-linux-musl.so")).contains(Libc.MUSL);
        assertThat(libc("a.so")).isEmpty();
    }

    private static Optional<Libc> libc(String name) {
        return TestFacts.library(name).build().libc();
    }

    private static String overall(TestFacts... files) {
        return judge(files).overall().name();
    }

    private static Verdict judge(TestFacts... files) {
        return judge(List.of("linux_x86_64"), files);
    }

    private static Verdict judge(List<String> platformTags, TestFacts... files) {
        return VerdictRules.judge(wheel(platformTags, files), NamePatterns.NONE, HostLibraries.NONE);
    }

    private static WheelFacts wheel(TestFacts... files) {
        return wheel(List.of("linux_x86_64"), files);
    }

    private static WheelFacts wheel(List<String> platformTags, TestFacts... files) {
        List<ElfFacts> elfs = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (TestFacts file : files) {
            elfs.add(file.build());
            names.add(file.build().path());
        }
        return WheelFacts.of("demo-1.0-py3-none-linux_x86_64.whl", platformTags, elfs, names);
    }
}
