package io.jenkins.plugins.mlcwheels.engine.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTextTest {

    @Test
    void shouldSplitAssignmentsAndKeepTheirWords() {
        assertThat(EnvironmentText.parse("A=1 B=\"two words\" C='$x' D=$(cmd \"a b\" | head)\n E=${F:-\"x y\"} G="))
                .containsExactly(
                        new EnvironmentAssignment("A", "1"),
                        new EnvironmentAssignment("B", "\"two words\""),
                        new EnvironmentAssignment("C", "'$x'"),
                        new EnvironmentAssignment("D", "$(cmd \"a b\" | head)"),
                        new EnvironmentAssignment("E", "${F:-\"x y\"}"),
                        new EnvironmentAssignment("G", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A=b; rm -rf / | ';' is outside of quotes",
                "A=b & | '&' is outside of quotes",
                "A=$(echo | $( is not closed",
                "A=\"b | a double quote is not closed",
                "A='b | a single quote is not closed",
                "A=${b | ${ is not closed",
                "A=b\\ | nothing follows the last backslash",
                "rm -rf / | 'rm' is not NAME=VALUE",
                "1A=b | '1A=b' is not NAME=VALUE",
                "A-B=c | 'A-B=c' is not NAME=VALUE",
                "=c | '=c' is not NAME=VALUE",
            })
    void shouldRefuseWhatIsMoreThanAssignments(String text, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentText.parse(text))
                .withMessage(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "\"$HOME/x\"",
                "'it is $HOME'",
                "a\\ b\\\"c",
                "$(printf '%s' \"a  b\")",
                "\"$(printf '%s' \"a $(echo ')')\")\"",
                "\"`echo \\\"x y\\\"`\"",
                "${GONE:-'x'}",
                "\"it's\"",
                "$(( 1 + (2) ))"
            })
    void shouldKeepWordsThatMeanToBashWhatTheyMeantThere(String word) throws IOException {
        List<EnvironmentAssignment> parsed = EnvironmentText.parse("A=" + word + " B=2");

        assertThat(parsed).hasSize(2);
        assertThat(bash("A=" + parsed.get(0).word()))
                .isEqualTo(bash("A=" + word + " B=2"))
                .isNotEmpty();
    }

    private static String bash(String assignments) throws IOException {
        Process process = new ProcessBuilder("bash", "-c", assignments + "; printf '%s' \"$A\"").start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Property(tries = 300)
    void shouldTakeAnyQuotedValue(@ForAll @StringLength(max = 30) String value) {
        String clean = value.replace("\0", "");

        assertThat(EnvironmentText.parse("A=" + ShellWords.quote(clean) + " B=2"))
                .extracting(EnvironmentAssignment::name)
                .containsExactly("A", "B");
    }

    @Property(tries = 500)
    void shouldEndForAnyText(
            @ForAll @StringLength(max = 40) @Chars({'A', '=', ' ', '$', '(', ')', '{', '}', '"', '\'', '`', '\\', ';'})
                    String text) {
        try {
            assertThat(EnvironmentText.parse(text)).isNotNull();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Test
    void shouldRefuseDeepNesting() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentText.parse("A=" + "$(".repeat(10_000)))
                .withMessage("substitutions are nested too deep");
    }
}
