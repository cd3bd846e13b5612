package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.elf.ByteSource;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfHeader;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfReader;
import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import io.jenkins.plugins.mlcwheels.engine.elf.Section;
import io.jenkins.plugins.mlcwheels.engine.elf.Segment;
import io.jenkins.plugins.mlcwheels.engine.elf.patch.ElfPatcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElfStripperTest {

    private static final byte[] CODE = bytes(5000, 1);
    private static final byte[] DEBUG = bytes(9000, 2);
    private static final String SOURCE = """
        #include <stdio.h>
        #include <string.h>
        static int counter; __thread int local = 3; int zeros[10000]; const char *const names[] = {"a", "bc", "def"};
        int value(int i) { return i + local + zeros[i] + counter + (int) strlen(names[i]); }
        #ifdef PROGRAM
        int main(void) { printf("%d\\n", value(2)); return 0; }
        #endif
        """;

    @TempDir
    Path directory;

    private static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static MadeElf made(boolean is64, boolean bigEndian) {
        MadeElf elf = new MadeElf(is64, bigEndian);
        return elf.section(".text", 1, 6, CODE)
                .section(".debug_info", 1, 0, DEBUG)
                .section(".comment", 1, 0x30, "GCC\0".getBytes(StandardCharsets.US_ASCII))
                .section(".symtab", 2, 0, elf.symbols(3, 1, 3, 2, 4, 0xFFF1, 0x12, 1, 0x11, 0xFFF1, 0x12, 0), 5, 4)
                .section(".strtab", 3, 0, "\0value\0".getBytes(StandardCharsets.US_ASCII));
    }

    private record Parts(byte[] file, List<String> names, List<Section> sections, List<Segment> segments) {

        byte[] content(String name) {
            Section section = sections.get(names.indexOf(name));
            return Arrays.copyOfRange(file, (int) section.offset(), (int) (section.offset() + section.size()));
        }
    }

    private static Parts parts(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ElfHeader header = ElfHeader.read(ByteSource.of(bytes));
        ElfReader reader = new ElfReader(ByteSource.of(bytes), header.format());
        List<Section> sections = Section.readAll(reader, header);
        Section table = sections.get(header.sectionNames());
        List<String> names = new ArrayList<>();
        for (Section section : sections) {
            int at = (int) table.offset() + section.nameOffset();
            int end = at;
            while (bytes[end] != 0) {
                end++;
            }
            names.add(new String(bytes, at, end - at, StandardCharsets.US_ASCII));
        }
        return new Parts(bytes, names, sections, Segment.readAll(reader, header));
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(directory.resolve("source"), content);
    }

    private Path stripped(StripLevel level, Path source) throws IOException {
        Path target = directory.resolve("stripped");
        StripReport report = new ElfStripper(level).strip(source, target);
        assertThat(report.keptBecause()).isEmpty();
        assertThat(report.stripped()).isTrue();
        assertThat(Files.size(target)).isEqualTo(report.after()).isLessThan(report.before());
        return target;
    }

    private String reasonToKeep(StripLevel level, byte[] content) throws IOException {
        Path target = directory.resolve("stripped");
        StripReport report = new ElfStripper(level).strip(write(content), target);
        assertThat(target).doesNotExist();
        assertThat(report.stripped()).isFalse();
        return report.keptBecause().orElse("");
    }

    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void shouldTakeAllThatNoSegmentLoads(boolean is64, boolean bigEndian) throws IOException {
        Path target = stripped(StripLevel.ALL, write(made(is64, bigEndian).build()));

        Parts parts = parts(target);
        assertThat(parts.names()).containsExactly("", ".text", ".comment", ".shstrtab");
        assertThat(parts.content(".text")).isEqualTo(CODE);
        assertThat(parts.content(".comment")).isEqualTo("GCC\0".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void shouldKeepNamesOfFunctionsWithoutDebugInformation(boolean is64, boolean bigEndian) throws IOException {
        Path target = stripped(StripLevel.DEBUG, write(made(is64, bigEndian).build()));

        Parts parts = parts(target);
        assertThat(parts.names()).containsExactly("", ".text", ".comment", ".symtab", ".strtab", ".shstrtab");
        Section symbols = parts.sections().get(3);
        assertThat(symbols.link()).isEqualTo(4);
        assertThat(symbols.info()).isEqualTo(1);
        assertThat(parts.content(".symtab"))
                .isEqualTo(new MadeElf(is64, bigEndian).symbols(0x12, 1, 0x11, 0xFFF1, 0x12, 0));
    }

    @Test
    void shouldRenumberDynamicSymbolsBehindWhatGoes() throws IOException {
        MadeElf elf = new MadeElf(true, false);
        byte[] source = elf.section(".dynsym", 11, 2, elf.symbols(0x12, 3), 0, 1)
                .section(".debug_info", 1, 0, DEBUG)
                .section(".zeros", 8, 3, new byte[8])
                .build();

        Parts parts = parts(stripped(StripLevel.DEBUG, write(source)));

        assertThat(parts.names()).containsExactly("", ".dynsym", ".zeros", ".shstrtab");
        assertThat(parts.content(".dynsym")).isEqualTo(elf.symbols(0x12, 2));
    }

    @Test
    void shouldKeepWhatASegmentLoadsWhateverItsName() throws IOException {
        byte[] source = new MadeElf(true, false)
                .section(".text", 1, 6, CODE)
                .section(".debug_info", 1, 0, DEBUG)
                .section(".data", 1, 3, CODE)
                .loaded(3)
                .build();

        assertThat(reasonToKeep(StripLevel.ALL, source)).isEmpty();
    }

    @Test
    void shouldKeepFileWithBytesThatNoHeaderNames() throws IOException {
        byte[] source = made(true, false).tail(new byte[] {0, 0, 7}).build();

        assertThat(reasonToKeep(StripLevel.ALL, source)).startsWith("no header speaks of its bytes at ");
    }

    @Test
    void shouldKeepSymbolsThatRelocationsNeed() throws IOException {
        byte[] source = made(true, false)
                .section(".rela.text", 4, 0, new byte[24], 4, 1)
                .build();

        assertThat(reasonToKeep(StripLevel.DEBUG, source)).contains(".rela.text needs its symbols");
        assertThat(parts(stripped(StripLevel.ALL, directory.resolve("source"))).names())
                .doesNotContain(".rela.text", ".symtab");
    }

    @Test
    void shouldLeaveFileAloneThatHasNothingToStrip() throws IOException {
        byte[] source = new MadeElf(true, false).section(".text", 1, 6, CODE).build();

        assertThat(reasonToKeep(StripLevel.ALL, source)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldKeepObjectFilesAndCoreDumps(int type) throws IOException {
        byte[] source = made(true, false).build();
        source[16] = (byte) type;

        assertThat(reasonToKeep(StripLevel.ALL, source)).isEqualTo("it is neither a program nor a library");
    }

    @Test
    void shouldKeepFileWithHugeNameOfASection() throws IOException {
        byte[] longest =
                made(true, false).section("n".repeat(4096), 1, 0, new byte[1]).build();
        assertThat(parts(stripped(StripLevel.ALL, write(longest))).names()).contains("n".repeat(4096));
        Files.delete(directory.resolve("stripped"));

        byte[] source =
                made(true, false).section("n".repeat(4097), 1, 0, new byte[1]).build();
        assertThat(reasonToKeep(StripLevel.ALL, source)).isEqualTo("the name of a section is longer than 4096 bytes");
    }

    @Test
    void shouldKeepFileWithVeryManySections() throws IOException {
        MadeElf elf = made(true, false);
        for (int i = 0; i < 20_000; i++) {
            elf.section("n", 1, 0, new byte[1]);
        }

        assertThat(reasonToKeep(StripLevel.ALL, elf.build())).startsWith("it has 20007 sections and 1 segments");
    }

    /** A file with more headers of one of its sections. */
    private static byte[] withCopies(byte[] source, int section, int count) throws IOException {
        int table = (int) ElfHeader.read(ByteSource.of(source)).sectionsOffset();
        byte[] all = Arrays.copyOf(source, source.length + count * 64);
        for (int i = 0; i < count; i++) {
            System.arraycopy(source, table + section * 64, all, source.length + i * 64, 64);
        }
        all[60] = (byte) (all[60] + count);
        return all;
    }

    private String reasonNotToSplit(byte[] content) throws IOException {
        Path target = directory.resolve("stripped");
        Path symbols = directory.resolve("symbols");
        StripReport report = new ElfStripper(StripLevel.DEBUG).split(write(content), target, symbols, "x");
        assertThat(target).doesNotExist();
        assertThat(symbols).doesNotExist();
        assertThat(report.stripped()).isFalse();
        return report.keptBecause().orElse("");
    }

    @Test
    void shouldKeepFileWhoseSectionsOverlap() throws IOException {
        byte[] source = withCopies(made(true, false).build(), 2, 50);

        assertThat(reasonToKeep(StripLevel.ALL, source)).isEqualTo("its sections .debug_info and .debug_info overlap");
        assertThat(reasonNotToSplit(source)).isEqualTo("its sections .debug_info and .debug_info overlap");
    }

    @Test
    void shouldKeepFileWhoseNotesWouldBeWrittenAgainAndAgain() throws IOException {
        byte[] source = new MadeElf(true, false)
                .section(".note", 7, 2, bytes(60_000, 3))
                .section(".debug_info", 1, 0, DEBUG)
                .build();

        assertThat(reasonNotToSplit(withCopies(source, 1, 100)))
                .isEqualTo("what debuggers need of it is larger than itself");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 11})
    void shouldKeepFileWithSeveralTablesOfSymbols(int type) throws IOException {
        MadeElf elf = made(true, false);
        byte[] source = elf.section(".more", type, 0, elf.symbols(0x12, 1))
                .section(".most", type, 0, elf.symbols(0x12, 1))
                .build();

        assertThat(reasonToKeep(StripLevel.DEBUG, source))
                .isEqualTo("it has several tables of symbols of the same kind");
    }

    @Test
    void shouldWriteNoSymbolsOfFileThatWouldNotBecomeSmaller() throws IOException {
        byte[] source = new MadeElf(true, false)
                .section(".text", 1, 6, CODE)
                .section(".debug_x", 1, 0, new byte[1])
                .build();

        assertThat(reasonNotToSplit(source)).isEmpty();
    }

    @Test
    void shouldSurviveWhateverHeadersSay() throws IOException {
        Random random = new Random(7);
        byte[] whole = made(true, false).build();
        int table = (int) ElfHeader.read(ByteSource.of(whole)).sectionsOffset();
        for (int i = 0; i < 3000; i++) {
            byte[] broken = whole.clone();
            for (int flips = random.nextInt(4) + 1; flips > 0; flips--) {
                int at = random.nextBoolean() ? random.nextInt(120) : table + random.nextInt(broken.length - table);
                broken[at] = (byte) (random.nextBoolean() ? random.nextInt() : 0xFF);
            }
            Path source = write(broken);
            Path target = directory.resolve("target");
            Path symbols = directory.resolve("symbols");
            StripReport report = random.nextBoolean()
                    ? new ElfStripper(StripLevel.ALL).strip(source, target)
                    : new ElfStripper(StripLevel.DEBUG).split(source, target, symbols, "x");
            assertThat(Files.exists(target)).isEqualTo(report.stripped());
            Files.deleteIfExists(target);
            Files.deleteIfExists(symbols);
        }
    }

    static List<List<String>> linkedFiles() {
        List<List<String>> all = new ArrayList<>();
        for (String linker : List.of("bfd", "gold", "lld")) {
            if (LocalCompiler.has("ld." + linker)) {
                for (List<String> options : List.of(
                        List.of("-shared", "-fPIC"),
                        List.of("-shared", "-fPIC", "-gz=zlib"),
                        List.of("-shared", "-fPIC", "-Wl,-z,max-page-size=65536"),
                        List.of("-DPROGRAM", "-pie", "-fPIE"),
                        List.of("-DPROGRAM", "-no-pie"),
                        List.of("-DPROGRAM", "-static"))) {
                    List<String> command = new ArrayList<>(List.of("-fuse-ld=" + linker));
                    command.addAll(options);
                    all.add(command);
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("linkedFiles")
    void shouldLeaveWhatRunsAsItWas(List<String> options) throws IOException {
        LocalCompiler.assume("gcc", "readelf", "strip");
        List<String> flags = new ArrayList<>(List.of("-g"));
        flags.addAll(options);
        Path source = LocalCompiler.compile(directory.resolve("file"), "gcc", SOURCE, flags.toArray(String[]::new));

        for (StripLevel level : StripLevel.values()) {
            Files.deleteIfExists(directory.resolve("stripped"));
            Path stripped = stripped(level, source);
            Files.setPosixFilePermissions(stripped, Files.getPosixFilePermissions(source));
            assertThat(LocalCompiler.run("readelf", "-SW", stripped.toString())).doesNotContain(".debug_");
            assertThat(LocalCompiler.run("readelf", "-aW", stripped.toString()))
                    .doesNotContain("readelf: Warning", "readelf: Error");
            if (options.contains("-DPROGRAM")) {
                assertThat(LocalCompiler.run(stripped.toString())).isEqualTo("8\n");
            } else {
                assertLoads(stripped);
            }
        }
        Path theirs = directory.resolve("theirs");
        LocalCompiler.run("strip", "--strip-unneeded", "-o", theirs.toString(), source.toString());
        assertThat(Files.size(directory.resolve("stripped"))).isLessThanOrEqualTo(Files.size(theirs) + 128);
    }

    private void assertLoads(Path library) throws IOException {
        Path user = LocalCompiler.compile(
                directory.resolve("user"),
                "gcc",
                "int value(int i); int main(void) { return value(2) == 8 ? 0 : 1; }",
                library.toString(),
                "-Wl,-rpath," + directory);
        LocalCompiler.run(user.toString());
    }

    @Test
    void shouldStripPatchedFileAsWell() throws IOException {
        LocalCompiler.assume("gcc", "readelf");
        Path source = LocalCompiler.compile(
                directory.resolve("libfile.so"), "gcc", SOURCE, "-g", "-shared", "-fPIC", "-Wl,-soname,libfile.so");
        new ElfPatcher(source)
                .soname("libfile-1234567890.so")
                .rpath(List.of("$ORIGIN/../lib"))
                .write(source);

        Path stripped = stripped(StripLevel.ALL, source);

        assertThat(LocalCompiler.run("readelf", "-dW", stripped.toString())).contains("libfile-1234567890.so");
        assertThat(Files.size(stripped)).isLessThan(Files.size(source) - 1000);
        assertLoads(Files.copy(stripped, directory.resolve("libfile-1234567890.so")));
    }

    @Test
    void shouldSplitWhatDebuggersFind() throws IOException {
        LocalCompiler.assume("gcc", "gdb");
        Path source = LocalCompiler.compile(
                directory.resolve("library.so"), "gcc", SOURCE, "-g", "-shared", "-fPIC", "-Wl,--build-id");
        Path symbols = directory.resolve("symbols");
        Path target = directory.resolve("stripped");
        StripReport report = new ElfStripper(StripLevel.ALL).split(source, target, symbols, "library.so");
        new ElfPatcher(target).soname("libother-0123456789abcdef.so").write(target);
        SymbolFile file = report.symbols().orElseThrow();
        Path place = directory
                .resolve("debug")
                .resolve(SymbolFile.place(file.buildId().orElseThrow()));
        Files.createDirectories(place.getParent());
        Files.move(symbols, place);

        assertThat(line(target)).contains("Line 4 of").contains("library.so.c");
        assertThat(LocalCompiler.run("readelf", "-SW", target.toString())).contains(StripPlan.DEBUG_LINK);
        Files.delete(place);
        assertThat(line(target)).doesNotContain("Line 4 of");
    }

    @Test
    void shouldNameLinkByTheFileWhereThereIsNoBuildId() throws IOException {
        LocalCompiler.assume("gcc", "gdb");
        Path source = LocalCompiler.compile(
                directory.resolve("library.so"), "gcc", SOURCE, "-g", "-shared", "-fPIC", "-Wl,--build-id=none");
        Path symbols = directory.resolve("symbols");
        Path target = directory.resolve("stripped");
        StripReport report = new ElfStripper(StripLevel.ALL).split(source, target, symbols, "library.so");

        SymbolFile file = report.symbols().orElseThrow();
        assertThat(file.buildId()).isEmpty();
        assertThat(file.link()).isEqualTo("library.so.debug");
        Path place = Files.createDirectories(directory.resolve(".debug")).resolve(file.link());
        Files.move(symbols, place);
        assertThat(line(target)).contains("Line 4 of");
    }

    private String line(Path file) throws IOException {
        return LocalCompiler.run(
                "gdb",
                "-nx",
                "-batch",
                "-ex",
                "set debug-file-directory " + directory.resolve("debug"),
                "-ex",
                "file " + file,
                "-ex",
                "info line value");
    }
}
