package io.jenkins.plugins.mlcwheels.engine.elf.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.elf.ByteSource;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfFile;
import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import io.jenkins.plugins.mlcwheels.engine.elf.Segment;
import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Patches what the local linkers make, and lets readelf and the real loader judge it. */
class ElfPatcherTest {

    private static final String BAR = "int bar_value(void) { return 41; }";
    private static final String BAR_VERSIONS = "BAR_1 { global: bar_value; local: *; };";
    private static final String FOO = """
        #include <stdexcept>
        #include <string>
        extern "C" int bar_value(void);
        #ifndef BSS
        #define BSS 10
        #endif
        char bss[BSS];
        thread_local int local = 3;
        static const char *const names[] = {"a", "b", "c"};
        extern "C" int foo_value(int i) {
            try {
                if (i == 1) throw std::runtime_error("thrown");
            } catch (std::exception &e) {
                return 1000;
            }
            bss[BSS - 1] = 1;
            return bar_value() + bss[BSS - 1] + local - 3 + (names[2][0] - 'c') + (int) std::string().size();
        }
        """;
    private static final String MAIN = """
        #include <dlfcn.h>
        #include <stdio.h>
        int main(int count, char **arguments) {
            void *library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
            if (!library) { puts(dlerror()); return 1; }
            int (*foo)(int) = (int (*)(int)) dlsym(library, "foo_value");
            return foo(0) == 42 && foo(1) == 1000 ? 0 : 2;
        }
        """;

    /** The new names have the length that grafting gives them. */
    private static final String NEW_BAR = "libbar-11112222.so.1";

    private static final String NEW_FOO = "libfoo-33334444.so.1";

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private static Path loader;

    @BeforeAll
    static void buildWhatAllTestsNeed() throws Exception {
        LocalCompiler.assume("gcc", "g++", "readelf", "strip");
        Files.writeString(shared.resolve("bar.c"), BAR);
        Files.writeString(shared.resolve("bar.map"), BAR_VERSIONS);
        Files.writeString(shared.resolve("foo.cpp"), FOO);
        Files.writeString(shared.resolve("main.c"), MAIN);
        run(
                "gcc",
                "-shared",
                "-fPIC",
                "-Wl,--version-script=bar.map",
                "-Wl,-soname,libbar.so.1",
                "bar.c",
                "-o",
                "libbar.so.1");
        run("gcc", "main.c", "-o", "loader", "-ldl");
        run("g++", "-c", "-fPIC", "-g", "foo.cpp", "-o", "foo.o");
        run("g++", "-c", "-fPIC", "-DBSS=1000000000", "foo.cpp", "-o", "foo-big.o");
        loader = shared.resolve("loader");
    }

    @BeforeEach
    void putDependencyUnderItsNewName() throws IOException {
        new ElfPatcher(shared.resolve("libbar.so.1")).soname(NEW_BAR).write(directory.resolve(NEW_BAR));
    }

    static List<List<String>> linkerOptions() {
        List<List<String>> all = new ArrayList<>();
        List<String> variants = List.of(
                "-Wl,--build-id",
                "-Wl,--build-id=none",
                "-Wl,-z,norelro",
                "-Wl,-s",
                "-Wl,--hash-style=sysv,--build-id=none",
                "-Wl,-z,max-page-size=65536",
                "-Wl,-rpath,/some/where/long/enough/to/be/longer/than/the/new/one");
        for (String linker : List.of("bfd", "gold", "lld")) {
            if (LocalCompiler.has("ld." + linker)) {
                variants.forEach(variant -> all.add(List.of("foo.o", "-fuse-ld=" + linker, variant)));
                all.add(List.of("foo-big.o", "-fuse-ld=" + linker));
                if (!linker.equals("lld")) {
                    all.add(List.of("foo.o", "-fuse-ld=" + linker, "-Wl,--spare-dynamic-tags=0"));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("linkerOptions")
    void patchedLibraryIsLoadedAndStrippedAgainAndAgain(List<String> options) throws Exception {
        Path patched = directory.resolve(NEW_FOO);

        rename(link(options), patched);
        assertLoads(patched);
        assertReadelfIsContent(patched);
        long once = Files.size(patched);

        new ElfPatcher(patched)
                .soname("libfoo-other.so")
                .rpath(List.of("$ORIGIN", "/another"))
                .write(patched);
        new ElfPatcher(patched).soname(NEW_FOO).rpath(List.of("$ORIGIN")).write(patched);
        assertThat(Files.size(patched)).isLessThanOrEqualTo(once + 64);

        assertThat(run("strip", patched.toString())).isEmpty();
        assertLoads(patched);

        new ElfPatcher(patched).soname("libfoo-55556666.so.1").write(patched);
        assertLoads(patched);
        assertReadelfIsContent(patched);
    }

    private void rename(Path library, Path target) throws IOException {
        new ElfPatcher(library)
                .soname(NEW_FOO)
                .replaceNeeded(Map.of("libbar.so.1", NEW_BAR))
                .rpath(List.of("$ORIGIN"))
                .write(target);
    }

    @Test
    void showsNewNamesToReadelf() throws Exception {
        Path patched = directory.resolve(NEW_FOO);
        rename(link(List.of("foo.o")), patched);

        assertThat(run("readelf", "-dW", patched.toString()))
                .contains("Library soname: [" + NEW_FOO + "]")
                .contains("Shared library: [" + NEW_BAR + "]")
                .contains("Library rpath: [$ORIGIN]")
                .doesNotContain("libbar.so.1]");
        assertThat(run("readelf", "-VW", patched.toString())).contains("File: " + NEW_BAR);
        assertThat(read(patched).versionNeeds()).containsEntry(NEW_BAR, Set.of("BAR_1"));
    }

    @Test
    void patchesLibraryWithoutSectionHeaders() throws Exception {
        Path bare = withoutSectionHeaders(link(List.of("foo.o", "-Wl,-s")));
        Path patched = directory.resolve(NEW_FOO);

        rename(bare, patched);
        assertLoads(patched);
        new ElfPatcher(patched).rpath(List.of("$ORIGIN", "/x")).write(patched);
        assertLoads(patched);
    }

    @ParameterizedTest
    @CsvSource({"false, false, 3", "false, false, 40", "false, true, 8", "true, true, 22", "true, false, 183"})
    void patchesEitherClassAndByteOrder(boolean is64, boolean bigEndian, int machine) throws Exception {
        Path file = directory.resolve("made.so");
        Files.write(
                file,
                TestElf.of(is64, bigEndian, machine)
                        .soname("libmade.so")
                        .needed("libbar.so.1", "libc.so.6")
                        .undefined("bar_value", "libbar.so.1", "BAR_1")
                        .filler(100_000)
                        .build());
        ElfFile before = read(file);

        rename(file, file);
        new ElfPatcher(file).rpath(List.of("$ORIGIN", "$ORIGIN/more")).write(file);

        ElfFile after = read(file);
        assertThat(after.soname()).contains(NEW_FOO);
        assertThat(after.needed()).containsExactly(NEW_BAR, "libc.so.6");
        assertThat(after.rpath()).containsExactly("$ORIGIN", "$ORIGIN/more");
        assertThat(after.versionNeeds()).containsEntry(NEW_BAR, Set.of("BAR_1"));
        assertThat(after.symbolCount()).isEqualTo(before.symbolCount());
        assertThat(after.segments()).hasSize(before.segments().size() + 1);
    }

    @Test
    void patchesExecutables() throws Exception {
        for (String kind : List.of("-pie", "-no-pie")) {
            Files.writeString(directory.resolve("tool.c"), "int bar_value(void); int main() { return bar_value(); }");
            Path tool = directory.resolve("tool" + kind);
            run("gcc", directory.resolve("tool.c").toString(), kind, "-L.", "-l:libbar.so.1", "-o", tool.toString());

            new ElfPatcher(tool)
                    .replaceNeeded(Map.of("libbar.so.1", NEW_BAR))
                    .rpath(List.of("$ORIGIN"))
                    .write(tool);

            assertThat(exitCode(tool.toString())).isEqualTo(41);
            assertThat(run("strip", tool.toString())).isEmpty();
            assertThat(exitCode(tool.toString())).isEqualTo(41);
        }
    }

    static List<List<String>> programsWithCodeBehindTheHeaders() throws Exception {
        List<List<String>> all = new ArrayList<>();
        for (String kind : List.of("-pie", "-no-pie", "-shared")) {
            all.add(List.of(kind, "-Wl,-z,separate-code,-T," + scriptWithTextFirst(kind)));
            all.add(List.of(kind, "-Wl,-z,separate-code,--spare-dynamic-tags=0,-T," + scriptWithTextFirst(kind)));
            if (LocalCompiler.has("ld.gold")) {
                all.add(List.of(kind, "-fuse-ld=gold", "-Wl,--rosegment"));
            }
        }
        return all;
    }

    /**
     * The linker's own script with the code before the read-only data, as GNU ld 2.44 lays files out when told to use
     * {@code --rosegment}.
     */
    private static Path scriptWithTextFirst(String kind) throws Exception {
        String script = run("ld", "-z", "separate-code", kind, "--verbose").split("={20,}")[1];
        String page = "  . = ALIGN(CONSTANT (MAXPAGESIZE));\n";
        int early = script.indexOf(script.contains("\n  .interp") ? "\n  .interp" : "\n  .note.gnu.build-id") + 1;
        int text = script.indexOf(page + "  .init", early);
        int data = script.indexOf(page, text + page.length());
        assertThat(early).isBetween(1, text);
        return Files.writeString(
                shared.resolve("text-first" + kind + ".ld"),
                script.substring(0, early)
                        + script.substring(text + page.length(), data + page.length())
                        + script.substring(early, text)
                        + script.substring(data + page.length()));
    }

    @ParameterizedTest
    @MethodSource("programsWithCodeBehindTheHeaders")
    void patchesProgramsWithCodeRightBehindTheProgramHeaders(List<String> options) throws Exception {
        boolean library = options.contains("-shared");
        Path source = Files.writeString(directory.resolve("tool.c"), """
            int bar_value(void); char bss[70000]; static char more[50000]; int data[9] = {1, 2};
            static __thread int local; static __thread int initial = 7;
            int foo_value(int ignored) {
                for (int i = 0; i < 70000; i++) if (bss[i]) return 1;
                for (int i = 0; i < 50000; i++) if (more[i]) return 2;
                bss[1] = more[1] = 1;
                return local || initial != 7 || data[1] != 2 ? 3 : bar_value() + 1;
            }
            int main() { return foo_value(0); }
            """);
        Path tool = directory.resolve("tool");
        List<String> command = new ArrayList<>(List.of("gcc", "-fPIC", source.toString(), "-o", tool.toString()));
        command.addAll(options);
        command.addAll(List.of("-L.", "-l:libbar.so.1"));
        run(command.toArray(String[]::new));

        new ElfPatcher(tool)
                .replaceNeeded(Map.of("libbar.so.1", NEW_BAR))
                .rpath(List.of("$ORIGIN"))
                .write(tool);

        assertRuns(tool, library);
        assertReadelfIsContent(tool);
        assertHeadersAreWhereOldKernelsLookForThem(tool);
        for (String rewriter : List.of("strip", "objcopy", "eu-strip")) {
            if (LocalCompiler.has(rewriter)) {
                assertThat(run(rewriter, tool.toString())).isEmpty();
                assertRuns(tool, library);
                new ElfPatcher(tool)
                        .rpath(List.of("$ORIGIN", "/for/" + rewriter))
                        .write(tool);
                assertRuns(tool, library);
                assertReadelfIsContent(tool);
            }
        }
    }

    private static void assertRuns(Path tool, boolean library) throws Exception {
        int expected = 42;
        if (library) {
            assertThat(run(
                            "python3",
                            "-c",
                            "import ctypes, sys; print(ctypes.CDLL(sys.argv[1]).foo_value(0))",
                            tool.toString()))
                    .isEqualToIgnoringNewLines(String.valueOf(expected));
        } else {
            assertThat(exitCode(tool.toString())).isEqualTo(expected);
        }
    }

    /** Before Linux 5.18 a program was told that its headers are at the place in the file, moved as its first segment. */
    private static void assertHeadersAreWhereOldKernelsLookForThem(Path tool) throws IOException {
        ElfFile elf = read(tool);
        Segment first = elf.segments().stream()
                .filter(segment -> segment.type() == Segment.PT_LOAD)
                .findFirst()
                .orElseThrow();
        long table = elf.header().segmentsOffset();
        elf.segments().stream()
                .filter(segment -> segment.type() == Segment.PT_PHDR)
                .forEach(segment -> assertThat(segment.offset()).isEqualTo(table));
        long address = table + first.virtualAddress() - first.offset();
        assertThat(elf.segments().stream()
                        .filter(segment -> segment.type() == Segment.PT_LOAD
                                && address - segment.virtualAddress() >= 0
                                && address - segment.virtualAddress() < segment.fileSize())
                        .mapToLong(segment -> segment.offset() + address - segment.virtualAddress())
                        .findFirst()
                        .orElseThrow())
                .isEqualTo(table);
    }

    @Test
    void patchesProgramWithManyZerosInPlaceOfDoubleNote() throws Exception {
        Path tool = linkHuge("-Wl,-z,separate-code,-T," + scriptWithTextFirst("-pie"));
        Assumptions.assumeTrue(
                read(tool).segments().stream().anyMatch(segment -> segment.type() == Segment.PT_GNU_PROPERTY),
                "needs start files with a property note");

        new ElfPatcher(tool)
                .replaceNeeded(Map.of("libbar.so.1", NEW_BAR))
                .rpath(List.of("$ORIGIN"))
                .write(tool);

        assertThat(Files.size(tool)).isLessThan(1 << 20);
        assertRuns(tool, 41);
        assertReadelfIsContent(tool);
        assertHeadersAreWhereOldKernelsLookForThem(tool);
        assertThat(run("strip", tool.toString())).isEmpty();
        assertRuns(tool, 41);
    }

    private Path linkHuge(String... options) throws Exception {
        Path tool = directory.resolve("huge");
        Path source = Files.writeString(directory.resolve("huge.c"), """
            int bar_value(void); char bss[100 << 20]; int main() { return bar_value() + bss[5]; }
            """);
        List<String> command = new ArrayList<>(List.of("gcc", source.toString(), "-pie", "-o", tool.toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-L.", "-l:libbar.so.1"));
        run(command.toArray(String[]::new));
        return tool;
    }

    private static void assertRuns(Path tool, int code) throws Exception {
        assertThat(exitCode(tool.toString())).isEqualTo(code);
    }

    @Test
    void refusesProgramThatWouldGrowOutOfAllProportion() throws Exception {
        LocalCompiler.assume("ld.gold");
        Path tool = linkHuge("-fuse-ld=gold", "-Wl,--rosegment");

        assertThatThrownBy(() -> new ElfPatcher(tool)
                        .called("demo.whl: demo/huge")
                        .rpath(List.of("$ORIGIN"))
                        .write(directory.resolve("elf-0")))
                .isInstanceOf(UnpatchableElfException.class)
                .hasMessageStartingWith("demo.whl: demo/huge: ")
                .hasMessageContaining("104857")
                .extracting(failure -> ((UnpatchableElfException) failure).kind())
                .isEqualTo(EngineException.Kind.REPAIR_FAILED);
        assertThat(directory.resolve("elf-0")).doesNotExist();
    }

    @Test
    void runpathReplacesRpathAndNothingRemovesBoth() throws Exception {
        Path patched = directory.resolve("libfoo.so");
        Path library = link(List.of("foo.o", "-Wl,--disable-new-dtags,-rpath,/old"));

        new ElfPatcher(library).runpath(List.of("$ORIGIN", "$ORIGIN/../x")).write(patched);
        assertThat(read(patched).rpath()).isEmpty();
        assertThat(read(patched).runpath()).containsExactly("$ORIGIN", "$ORIGIN/../x");

        new ElfPatcher(patched).rpath(List.of()).write(patched);
        assertThat(read(patched).rpath()).isEmpty();
        assertThat(read(patched).runpath()).isEmpty();
    }

    @Test
    void removesNeededLibrary() throws Exception {
        run("gcc", "-shared", "-fPIC", "bar.c", "-Wl,-soname,libplain.so", "-o", "libplain.so");
        Path library = link(List.of("foo.o", "-Wl,--no-as-needed", "-L.", "-l:libplain.so"));
        Path patched = directory.resolve("libfoo.so");

        new ElfPatcher(library).removeNeeded(Set.of("libplain.so")).write(patched);

        assertThat(read(library).needed()).contains("libplain.so");
        assertThat(read(patched).needed()).doesNotContain("libplain.so").contains("libbar.so.1");
        assertThat(Files.size(patched)).isEqualTo(Files.size(library));
    }

    @Test
    void refusesToRemoveLibraryWhoseVersionsAreBound() throws Exception {
        Path library = link(List.of("foo.o"));
        Path target = directory.resolve("libfoo.so");

        assertThatThrownBy(() -> new ElfPatcher(library)
                        .removeNeeded(Set.of("libbar.so.1"))
                        .write(target))
                .isInstanceOf(UnpatchableElfException.class)
                .hasMessageContaining("libbar.so.1");
        assertThat(target).doesNotExist();
    }

    @Test
    void changesNothingWhenAllIsAsAsked() throws Exception {
        Path library = link(List.of("foo.o"));
        Path target = directory.resolve("libfoo.so");

        new ElfPatcher(library)
                .soname("libfoo.so.1")
                .replaceNeeded(Map.of("libother.so", "libelse.so"))
                .write(target);

        assertThat(target).hasSameBinaryContentAs(library);
    }

    @Test
    void refusesWhatIsNoDynamicFile() throws Exception {
        Path text = Files.writeString(directory.resolve("text.so"), "not an ELF file at all, but long enough");

        assertThatThrownBy(() -> new ElfPatcher(text).soname("x").write(directory.resolve("out")))
                .isInstanceOf(UnpatchableElfException.class)
                .hasMessageContaining("text.so", "not an ELF file");
        assertThatThrownBy(() ->
                        new ElfPatcher(shared.resolve("foo.o")).soname("x").write(directory.resolve("out")))
                .isInstanceOf(UnpatchableElfException.class);
    }

    @Test
    void answersBrokenFilesWithItsOwnException() throws Exception {
        byte[] good = Files.readAllBytes(link(List.of("foo.o", "-Wl,-s")));
        Random random = new Random(42);
        Path broken = directory.resolve("broken.so");
        for (int i = 0; i < 300; i++) {
            byte[] bytes = good.clone();
            for (int change = 0; change < 3; change++) {
                bytes[random.nextInt(i % 2 == 0 ? 0x400 : bytes.length)] = (byte) random.nextInt();
            }
            Files.write(broken, i % 5 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
            try {
                new ElfPatcher(broken)
                        .soname("libfoo-longer.so.1")
                        .rpath(List.of("$ORIGIN"))
                        .write(broken);
                assertThat(Files.size(broken)).isLessThan(good.length * 3L + 0x20000);
            } catch (UnpatchableElfException expected) {
                assertThat(expected).hasMessageStartingWith("broken.so: ");
            }
        }
    }

    private static ElfFile read(Path file) throws IOException {
        return ElfFile.read(ByteSource.of(Files.readAllBytes(file)));
    }

    private Path link(List<String> options) throws Exception {
        Path library = directory.resolve("linked.so");
        List<String> command = new ArrayList<>(List.of("g++", "-shared", "-L.", "-Wl,-soname,libfoo.so.1", "-o"));
        command.add(library.toString());
        command.addAll(options);
        command.add("-l:libbar.so.1");
        run(command.toArray(String[]::new));
        return library;
    }

    private Path withoutSectionHeaders(Path library) throws IOException {
        byte[] bytes = Files.readAllBytes(library);
        Arrays.fill(bytes, 40, 48, (byte) 0);
        Arrays.fill(bytes, 58, 64, (byte) 0);
        return Files.write(directory.resolve("bare.so"), bytes);
    }

    private static void assertLoads(Path library) throws Exception {
        run(loader.toString(), library.toString());
    }

    private static void assertReadelfIsContent(Path library) throws Exception {
        assertThat(run("readelf", "-lSdVnW", library.toString())).doesNotContain("readelf: Warning", "readelf: Error");
    }

    private static int exitCode(String... command) throws Exception {
        return new ProcessBuilder(command).directory(shared.toFile()).start().waitFor();
    }

    /** @return what it wrote, to either stream */
    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(shared.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
        return output;
    }
}
