package io.jenkins.plugins.mlcwheels.engine.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ElfFileTest {

    private static ElfFile read(TestElf elf) throws IOException {
        return ElfFile.read(ByteSource.of(elf.build()));
    }

    @ParameterizedTest
    @CsvSource({"true,false,62", "false,false,3", "true,true,22", "false,true,8", "true,true,21", "true,false,183"})
    void readsBothClassesAndByteOrders(boolean is64, boolean bigEndian, int machine) throws IOException {
        ElfFile file = read(TestElf.of(is64, bigEndian, machine)
                .flags(0x5000400)
                .needed("libm.so.6", "libc.so.6")
                .soname("libown.so.1")
                .rpath("/old:$ORIGIN")
                .runpath("$ORIGIN/../lib")
                .interpreter("/lib/ld.so.1")
                .undefined("sin", "libm.so.6", "GLIBC_2.0")
                .undefined("puts", "libc.so.6", "GLIBC_2.2")
                .undefined("open", "libc.so.6", "GLIBC_2.4")
                .undefinedWeak("__gmon_start__")
                .defined("own"));

        assertThat(file.header().is64()).isEqualTo(is64);
        assertThat(file.header().bigEndian()).isEqualTo(bigEndian);
        assertThat(file.header().machine().code()).isEqualTo(machine);
        assertThat(file.header().type()).isEqualTo(ElfType.SHARED);
        assertThat(file.header().flags()).isEqualTo(0x5000400);
        assertThat(file.needed()).containsExactly("libm.so.6", "libc.so.6");
        assertThat(file.soname()).contains("libown.so.1");
        assertThat(file.rpath()).containsExactly("/old", "$ORIGIN");
        assertThat(file.runpath()).containsExactly("$ORIGIN/../lib");
        assertThat(file.interpreter()).contains("/lib/ld.so.1");
        assertThat(file.versionNeeds())
                .isEqualTo(Map.of("libm.so.6", Set.of("GLIBC_2.0"), "libc.so.6", Set.of("GLIBC_2.2", "GLIBC_2.4")));
        assertThat(symbols(file))
                .containsExactly(
                        "sin GLOBAL undefined GLIBC_2.0",
                        "puts GLOBAL undefined GLIBC_2.2",
                        "open GLOBAL undefined GLIBC_2.4",
                        "__gmon_start__ WEAK undefined -",
                        "own GLOBAL defined -");
    }

    private static List<String> symbols(ElfFile file) throws IOException {
        List<String> symbols = new ArrayList<>();
        file.forEachSymbol(symbol -> {
            if (symbol.index() > 0) {
                symbols.add(symbol.name() + " " + symbol.binding() + (symbol.undefined() ? " undefined " : " defined ")
                        + symbol.versionNeed().map(VersionNeeds.Need::version).orElse("-"));
            }
        });
        return symbols;
    }

    @ParameterizedTest
    @EnumSource
    void countsSymbolsByWhateverIsThere(TestElf.Count count) throws IOException {
        ElfFile file =
                read(TestElf.x86_64().count(count).undefined("a").defined("b").defined("c"));

        assertThat(file.symbolCount()).isEqualTo(4);
    }

    @Test
    void countsUndefinedSymbolsByTheSectionWhenTheGnuHashTableIsEmpty() throws IOException {
        assertThat(read(TestElf.x86_64()
                                .count(TestElf.Count.GNU_HASH)
                                .undefined("a")
                                .undefined("b"))
                        .symbolCount())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"1,BASELINE", "3,V2", "5,V3", "7,V3", "15,V4", "16,UNKNOWN", "0,BASELINE"})
    void readsTheNeededLevelOfX86(int bits, IsaLevel level) throws IOException {
        assertThat(read(TestElf.x86_64().isa(bits)).isaNeeded()).isEqualTo(level);
    }

    @Test
    void saysNothingOfALevelWithoutANote() throws IOException {
        assertThat(read(TestElf.x86_64()).isaNeeded()).isEqualTo(IsaLevel.NONE);
        assertThat(read(TestElf.of(true, false, 183).isa(15)).isaNeeded()).isEqualTo(IsaLevel.NONE);
    }

    @Test
    void tellsAnExecutableStack() throws IOException {
        assertThat(read(TestElf.x86_64().executableStack(true)).executableStack())
                .isTrue();
        assertThat(read(TestElf.x86_64().executableStack(false)).executableStack())
                .isFalse();
        assertThat(read(TestElf.x86_64()).executableStack()).isFalse();
    }

    @Test
    void knowsAStaticProgram() throws IOException {
        ElfFile file = read(TestElf.x86_64().type(2).withoutDynamic());

        assertThat(file.isStaticExecutable()).isTrue();
        assertThat(file.symbolCount()).isZero();
        assertThat(file.findSymbols(SymbolNames.of(List.of("main")))).isEmpty();
    }

    @Test
    void keepsEmptyDirectoriesOfAPathAndNothingOfAnEmptyPath() throws IOException {
        assertThat(read(TestElf.x86_64().runpath("/a::/b:")).runpath()).containsExactly("/a", "", "/b", "");
        assertThat(read(TestElf.x86_64().runpath("")).runpath()).isEmpty();
    }

    @Test
    void findsSymbolsByName() throws IOException {
        ElfFile file = read(TestElf.x86_64()
                .undefined("xPyFPE_jbuf")
                .undefined("PyFPE_jbuf")
                .undefinedWeak("free")
                .defined("PyInit__core"));

        assertThat(file.findSymbols(SymbolNames.of(List.of("PyInit__core", "PyFPE_jbuf", "free", "malloc"))))
                .containsExactly(
                        new DynamicSymbol("PyFPE_jbuf", SymbolBinding.GLOBAL, SymbolType.FUNC, true),
                        new DynamicSymbol("free", SymbolBinding.WEAK, SymbolType.FUNC, true),
                        new DynamicSymbol("PyInit__core", SymbolBinding.GLOBAL, SymbolType.FUNC, false));
    }

    @Test
    void namesAFewSymbolsForEachNeededVersion() throws IOException {
        TestElf elf = TestElf.x86_64().needsVersion("libc.so.6", "GLIBC_2.99");
        for (int i = 0; i < 9; i++) {
            elf.undefined("f" + i, "libstdc++.so.6", "GLIBCXX_3.4.30");
        }
        ElfSummary summary = ElfSummary.read(ByteSource.of(elf.build()), SymbolNames.NONE);

        assertThat(summary.versionUsers()).hasSize(1);
        assertThat(summary.versionUsers().values().iterator().next()).containsExactly("f0", "f1", "f2", "f3");
    }

    @Test
    void readsFromAnOpenFile(@TempDir Path dir) throws IOException {
        Path path = Files.write(
                dir.resolve("a.so"),
                TestElf.x86_64().soname("liba.so").defined("a").build());
        try (FileChannel channel = FileChannel.open(path)) {
            ElfFile file = ElfFile.read(ByteSource.of(channel));

            assertThat(file.soname()).contains("liba.so");
            assertThat(symbols(file)).containsExactly("a GLOBAL defined -");
        }
    }

    @Test
    void refusesWhatIsNotElf() {
        for (byte[] bytes : List.of(new byte[0], new byte[] {0x7F, 'E'}, "#!/bin/sh\n".getBytes())) {
            assertThatExceptionOfType(NotElfException.class).isThrownBy(() -> ElfFile.read(ByteSource.of(bytes)));
            assertThat(ElfFile.isElf(bytes)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4,1,3,EI_CLASS",
        "5,1,0,EI_DATA",
        "32,8,0x7fffffffffffffff,e_phoff",
        "32,8,-8,e_phoff",
        "54,2,1,e_phoff",
        "56,2,0xffff,e_phnum"
    })
    void namesTheFieldOfTheHeaderThatIsWrong(int at, int size, String value, String field) {
        assertMalformed(patched(TestElf.x86_64().defined("a").build(), at, size, value), field);
    }

    @ParameterizedTest
    @CsvSource({
        "5,0xffffffffffffffff,DT_STRTAB",
        "5,0x10,DT_STRTAB",
        "10,0x7fffffffffffffff,DT_STRSZ",
        "10,-1,DT_STRSZ",
        "1,0x7fffffff,DT_NEEDED",
        "14,-5,DT_SONAME",
        "29,0xffffffff,DT_RUNPATH",
        "6,0,DT_SYMTAB",
        "11,7,DT_SYMENT",
        "0x6ffffffe,1,DT_VERNEED",
        "0x6fffffff,0x7fffffffffffffff,DT_VERNEEDNUM",
        "0x6ffffff0,-1,DT_VERSYM"
    })
    void namesTheDynamicEntryThatIsWrong(String tag, String value, String field) {
        byte[] elf = TestElf.x86_64()
                .needed("libc.so.6")
                .soname("a")
                .runpath("b")
                .undefined("puts", "libc.so.6", "GLIBC_2.2.5")
                .build();
        ByteBuffer bytes = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        int at = elf.length - 16;
        while (bytes.getLong(at) != Long.decode(tag)) {
            at -= 16;
        }
        assertMalformed(patched(elf, at + 8, 8, value), field);
    }

    @Test
    void endsAChainOfVersionsThatGoesOnForEver() {
        byte[] elf = TestElf.x86_64().needsVersion("libc.so.6", "GLIBC_2.2.5").build();
        int needs = indexOfVersionNeeds(elf);
        patched(elf, needs + 2, 2, "0xffff");
        patched(elf, needs + 16 + 12, 4, "1");

        assertThatExceptionOfType(MalformedElfException.class).isThrownBy(() -> ElfFile.read(ByteSource.of(elf)));
    }

    private static int indexOfVersionNeeds(byte[] elf) {
        ByteBuffer bytes = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = elf.length - 16; ; at -= 16) {
            if (bytes.getLong(at) == DynamicEntry.DT_VERNEED) {
                return (int) bytes.getLong(at + 8) - 0x10000;
            }
        }
    }

    @Test
    void refusesAFileThatIsCutOffAnywhereOrReadsItWhole() throws IOException {
        byte[] elf = TestElf.x86_64()
                .needed("libc.so.6")
                .interpreter("/lib/ld.so")
                .defined("a")
                .build();
        for (int length = 4; length < elf.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(elf, length);
            assertThatExceptionOfType(MalformedElfException.class)
                    .as("%s bytes", length)
                    .isThrownBy(() -> ElfFile.read(ByteSource.of(cut)))
                    .matches(error -> !error.field().isEmpty());
        }
    }

    private static void assertMalformed(byte[] elf, String field) {
        assertThatExceptionOfType(MalformedElfException.class)
                .isThrownBy(() -> ElfFile.read(ByteSource.of(elf)))
                .satisfies(error -> assertThat(error.field()).isEqualTo(field))
                .withMessageContaining(field);
    }

    /** Puts a number into the bytes themselves. */
    private static byte[] patched(byte[] elf, int at, int size, String value) {
        long number = value.equals("0xffffffffffffffff") ? -1 : Long.decode(value);
        ByteBuffer word = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, number);
        word.get(0, elf, at, size);
        return elf;
    }
}
