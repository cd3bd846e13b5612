package io.jenkins.plugins.mlcwheels.engine.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElfStreamTest {

    private static final SymbolNames NAMES = SymbolNames.of(List.of("PyInit_core", "puts", "gone"));

    private static TestElf elf() {
        return TestElf.x86_64()
                .needed("libc.so.6")
                .soname("libcore.so")
                .runpath("$ORIGIN")
                .isa(4)
                .undefined("puts", "libc.so.6", "GLIBC_2.2.5")
                .undefined("close", "libc.so.6", "GLIBC_2.34")
                .defined("PyInit_core")
                .defined("other");
    }

    @ParameterizedTest
    @EnumSource
    void readsTheSameAsFromAFile(TestElf.Count count) throws IOException {
        for (int filler : new int[] {0, 300_000}) {
            assertSame(elf().count(count).filler(filler).build(), 1);
            assertSame(elf().count(count).filler(filler).tablesLast().build(), 1);
        }
    }

    @Test
    void findsTablesAtBothEndsOfALargeFileInOnePass() throws IOException {
        assertSame(elf().filler(34 << 20).build(), 1);
        assertSame(elf().filler(34 << 20).tablesLast().build(), 1);
    }

    @Test
    void readsTheSameOfBothClassesAndByteOrders() throws IOException {
        for (boolean is64 : new boolean[] {true, false}) {
            for (boolean bigEndian : new boolean[] {true, false}) {
                assertSame(
                        TestElf.of(is64, bigEndian, 22)
                                .needed("libc.so.6")
                                .undefined("puts", "libc.so.6", "GLIBC_2.4")
                                .defined("PyInit_core")
                                .filler(200_000)
                                .build(),
                        1);
            }
        }
    }

    @Test
    void asksForASecondPassWhenATableHadGoneBy() throws IOException {
        byte[] elf = elf().defined("x".repeat(26 << 20))
                .defined("gone")
                .filler(10 << 20)
                .build();

        assertSame(elf, 2);
    }

    @Test
    void readsNoFurtherThanItHasTo() throws IOException {
        byte[] elf = elf().build();
        byte[] longer = java.util.Arrays.copyOf(elf, 10 << 20);
        ByteArrayInputStream in = new ByteArrayInputStream(longer);

        assertThat(new ElfStream(longer.length, NAMES).read(in)).isPresent();
        assertThat(in.available()).isGreaterThan(9 << 20);
    }

    @Test
    void refusesAStreamThatEndsEarly() {
        byte[] elf = elf().filler(100_000).build();

        assertThatExceptionOfType(MalformedElfException.class)
                .isThrownBy(() -> new ElfStream(elf.length + 1, NAMES).read(new ByteArrayInputStream(elf, 0, 5000)))
                .withMessageContaining("ends after 5000 of");
    }

    @Test
    void refusesWhatIsNotElf() {
        assertThatExceptionOfType(NotElfException.class)
                .isThrownBy(() -> new ElfStream(3, NAMES).read(new ByteArrayInputStream("abc".getBytes())));
    }

    @Test
    void hasNoSymbolsToWalkOverAfterwards() throws IOException {
        byte[] elf = elf().build();
        ElfSummary summary = new ElfStream(elf.length, NAMES)
                .read(new ByteArrayInputStream(elf))
                .orElseThrow();

        assertThat(summary.file().symbolCount()).isEqualTo(5);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> summary.file().forEachSymbol(symbol -> {}))
                .withMessageContaining("read as a stream");
    }

    private static void assertSame(byte[] elf, int passes) throws IOException {
        ElfStream stream = new ElfStream(elf.length, NAMES);
        Optional<ElfSummary> streamed = Optional.empty();
        int done = 0;
        while (streamed.isEmpty()) {
            try (InputStream in = new ByteArrayInputStream(elf)) {
                streamed = stream.read(in);
            }
            done++;
        }
        ElfSummary whole = ElfSummary.read(ByteSource.of(elf), NAMES);
        assertThat(streamed.get().symbols()).isEqualTo(whole.symbols()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(streamed.get().versionUsers()).isEqualTo(whole.versionUsers());
        assertThat(streamed.get().file().versionNeeds()).isEqualTo(whole.file().versionNeeds());
        assertThat(streamed.get().file().needed()).isEqualTo(whole.file().needed());
        assertThat(streamed.get().file().runpath()).isEqualTo(whole.file().runpath());
        assertThat(streamed.get().file().isaNeeded()).isEqualTo(whole.file().isaNeeded());
        assertThat(done).as("passes").isEqualTo(passes);
    }
}
