package io.jenkins.plugins.mlcwheels.engine.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TomlPlacesTest {

    private static final String FILE = """
            # a comment with [brackets] and "quotes
            top = 1

            [a.b]
            plain = 'x' # y = 3
            "quoted key" = ["one", # ]
              "two"]
            text = \"""
            not = "a key"
            [not.a.table]
            \\\""" still text\"""
            raw = '''
            '' [no]'''
            inline = { x = 1, y.z = [ { deep = true } ] }
            dotted.key = 5
              indented = 2026-08-15T00:00:00Z
            [[a.list]]
            first = 1
            [a.list.inner]
            deep = 1
            [[a.list]]
            first = 2

            [a.list.inner]
            deep = 2
            """;

    @ParameterizedTest
    @CsvSource({
        "top, 2",
        "a, 4",
        "a b, 4",
        "a b plain, 5",
        "a b inline, 14",
        "a b inline x, 14",
        "a b inline y z 0 deep, 14",
        "a b text, 8",
        "a b raw, 12",
        "a b dotted key, 15",
        "a b indented, 16",
        "a list 0 first, 18",
        "a list 0 inner deep, 20",
        "a list 1, 21",
        "a list 1 first, 22",
        "a list 1 inner deep, 25",
        "a list 1 inner gone, 24",
        "a b not, 4"
    })
    void shouldFindTheLineOfAKeyOrOfWhatIsAroundIt(String path, int line) {
        assertThat(TomlPlaces.of(FILE).line(List.of(path.split(" ")))).hasValue(line);
    }

    @Test
    void shouldFindKeysInQuotes() {
        assertThat(TomlPlaces.of(FILE).line(List.of("a", "b", "quoted key"))).hasValue(6);
    }

    @Test
    void shouldFindNothingThatIsNotThere() {
        assertThat(TomlPlaces.of(FILE).line(List.of("gone"))).isEmpty();
        assertThat(TomlPlaces.of("").line(List.of("a"))).isEmpty();
    }

    @Property(tries = 500)
    void shouldEndForAnyText(
            @ForAll
                    @StringLength(max = 60)
                    @Chars({'[', ']', '{', '}', '=', ',', '.', '"', '\'', '\\', '\n', '#', ' '})
                    @CharRange(from = 'a', to = 'c')
                    String text) {
        assertThatCode(() -> TomlPlaces.of(text).line(List.of("a"))).doesNotThrowAnyException();
    }

    @Test
    void shouldEndForDeepNesting() {
        String deep = "a = " + "[".repeat(100_000);

        assertThat(TomlPlaces.of(deep).line(List.of("a"))).hasValue(1);
    }
}
