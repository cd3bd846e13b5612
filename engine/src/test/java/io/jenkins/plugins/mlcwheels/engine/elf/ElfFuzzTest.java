package io.jenkins.plugins.mlcwheels.engine.elf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are: they are read, or refused with the field that is wrong, soon and in little memory. */
class ElfFuzzTest {

    private static final SymbolNames NAMES = SymbolNames.of(List.of("puts", "PyInit_core"));

    @Test
    void readsOrRefusesThousandsOfDamagedFiles() throws IOException {
        Random random = new Random(20260101);
        for (int round = 0; round < 8_000; round++) {
            byte[] elf = ElfDamage.seed(random);
            ElfDamage.apply(elf, random);
            readBothWays(elf);
        }
    }

    /** For long runs: {@code JAZZER_FUZZ=1 mvn -f engine test -Dtest=ElfFuzzTest}. */
    @FuzzTest(maxDuration = "10m")
    void readsOrRefusesAnything(byte[] bytes) throws IOException {
        readBothWays(bytes);
    }

    @Property(tries = 200)
    void findsANameWhereverTheTableIsCutIntoPieces(
            @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 3) Integer> words,
            @ForAll @IntRange(min = 1, max = 9) int piece) {
        String[] vocabulary = {"puts", "xputs", "PyInit_core", "put"};
        StringBuilder table = new StringBuilder("\0");
        Map<Integer, String> expected = new HashMap<>();
        for (int word : words) {
            String text = vocabulary[word];
            if (text.endsWith("puts")) {
                expected.put(table.length() + text.length() - 4, "puts");
            } else if (text.equals("PyInit_core")) {
                expected.put(table.length(), text);
            }
            table.append(text).append('\0');
        }
        byte[] bytes = table.toString().getBytes(StandardCharsets.US_ASCII);
        NameSearch search = new NameSearch(NAMES);
        for (int at = 0; at < bytes.length; at += piece) {
            search.accept(bytes, at, Math.min(piece, bytes.length - at));
        }
        assertThat(search.found()).isEqualTo(expected);
    }

    /** Both ways end alike: with equal results or with a refusal. */
    private static void readBothWays(byte[] bytes) throws IOException {
        ElfSummary whole = null;
        ElfSummary streamed = null;
        try {
            whole = ElfSummary.read(ByteSource.of(bytes), NAMES);
        } catch (MalformedElfException | NotElfException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
        }
        try {
            ElfStream stream = new ElfStream(bytes.length, NAMES);
            for (Optional<ElfSummary> summary = Optional.empty(); summary.isEmpty(); ) {
                summary = stream.read(new ByteArrayInputStream(bytes));
                streamed = summary.orElse(null);
            }
        } catch (MalformedElfException | NotElfException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
        }
        assertThat(streamed == null).isEqualTo(whole == null);
        if (whole != null) {
            assertThat(streamed.symbols()).isEqualTo(whole.symbols());
            assertThat(streamed.versionUsers()).isEqualTo(whole.versionUsers());
            assertThat(streamed.file().needed()).isEqualTo(whole.file().needed());
            assertThat(streamed.file().symbolCount()).isEqualTo(whole.file().symbolCount());
        }
    }
}
