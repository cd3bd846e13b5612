package io.jenkins.plugins.mlcwheels.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x08, 0x09, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0x9B, 0x9D, 0xAD, 0x61C, 0x180E, 0x200B, 0x200E,
                0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069, 0xD800, 0xDFFF, 0xE000, 0xFEFF, 0xFFFE, 0xE0001,
                0xE0041, 0x10FFFF
            })
    void replacesWhatATerminalObeysOrDoesNotShow(int c) {
        String text = "a" + Character.toString(c) + "b";

        assertThat(PrintableText.line(text)).isEqualTo("a?b");
        assertThat(PrintableText.folded(text, 10)).isEqualTo("a b");
        assertThat(PrintableText.isPrintable(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "Grüße", "漢字", "🐍 and more", "a'b\"c`d$e", "~"})
    void keepsWhatPeopleWrite(String text) {
        assertThat(PrintableText.line(text)).isSameAs(text);
        assertThat(PrintableText.isPrintable(text)).isTrue();
    }

    @Test
    void keepsLineFeedsOnlyWhereTheyAreMeant() {
        assertThat(PrintableText.lines("a\n\tb\r\u001b[2J")).isEqualTo("a\n\tb??[2J");
        assertThat(PrintableText.line("a\nb")).isEqualTo("a?b");
    }

    @Test
    void cutsLongTextsBetweenCharacters() {
        assertThat(PrintableText.line("abcdef", 3)).isEqualTo("abc...");
        assertThat(PrintableText.line("ab🐍🐍", 3)).isEqualTo("ab...");
        assertThat(PrintableText.quoted("x".repeat(90))).isEqualTo('"' + "x".repeat(80) + "...\"");
    }

    @Test
    void isAppliedToEveryErrorAndNotice() {
        EngineException error = new EngineException(
                EngineException.Kind.INPUT, "lib\u001b]0;title\u0007.so\nforged", "Use \u202egpj.exe.");

        assertThat(error).hasMessage("lib?]0;title?.so?forged");
        assertThat(error.suggestion()).isEqualTo("Use ?gpj.exe.");
        assertThat(new ProgressListener.Notice("grafting \u001b[31mx\n", false).text())
                .isEqualTo("grafting ?[31mx?");
    }
}
