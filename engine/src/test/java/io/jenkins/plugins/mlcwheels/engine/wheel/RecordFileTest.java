package io.jenkins.plugins.mlcwheels.engine.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFileTest {

    @Test
    void readsRowsWithQuotesAndAnyLineEnd() {
        RecordFile record = parse("a.py,sha256=x,3\r\n\"b,\"\"c\"\".py\",SHA512=y,4\nd/RECORD,,\n");

        assertThat(record.rows())
                .containsExactly(
                        new RecordFile.Row("a.py", "sha256=x", 3),
                        new RecordFile.Row("b,\"c\".py", "SHA512=y", 4),
                        new RecordFile.Row("d/RECORD", "", -1));
        assertThat(record.row("b,\"c\".py").orElseThrow().algorithm()).isEqualTo("sha512");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a,b", "a,b,c", "a,b,1,2", "\"a,b,1", "\"a\"x,b,1", "a,b,-1", "a,b,99999999999999999999"})
    void refusesRowsThatAreNone(String row) {
        assertThatThrownBy(() -> parse("ok,sha256=x,1\n" + row))
                .isInstanceOf(BrokenWheelException.class)
                .hasMessageContaining("row 2");
    }

    @Property(tries = 300)
    void readsWhatItPrints(
            @ForAll List<@NotEmpty @CharRange(from = ' ', to = '~') @CharRange(from = '\n', to = '\r') String> paths,
            @ForAll @LongRange(min = -1, max = 999_999_999_999L) long size) {
        List<RecordFile.Row> rows = paths.stream()
                .map(path -> new RecordFile.Row(path, "sha256=abc", size))
                .toList();

        assertThat(RecordFile.parse("RECORD", RecordFile.of(rows).toBytes()).rows())
                .isEqualTo(rows);
    }

    @Property(tries = 300)
    void refusesOrReadsAnyBytes(@ForAll byte[] content) {
        try {
            assertThat(RecordFile.parse("RECORD", content).rows()).doesNotContainNull();
        } catch (BrokenWheelException e) {
            assertThat(e).hasMessageStartingWith("RECORD: ");
        }
    }

    private static RecordFile parse(String text) {
        return RecordFile.parse("RECORD", text.getBytes(StandardCharsets.UTF_8));
    }
}
