package io.jenkins.plugins.mlcwheels.engine.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "it's",
                "$(id)`id`",
                "\"\\",
                "a\nb\n",
                "*?[x]{1,2}~!#&;|<>()",
                "-n",
                "\u00fc\u2603",
                "a=b"
            })
    void bashReadsBackWhatWasQuoted(String text) throws Exception {
        assertThat(bash("printf %s " + ShellWords.quote(text) + "; printf .")).isEqualTo(text + ".");
    }

    @Test
    void leavesPlainWordsReadable() {
        assertThat(ShellWords.join(List.of("pip", "wheel", "--no-deps", "a b"))).isEqualTo("pip wheel --no-deps 'a b'");
    }

    @Test
    void shouldSplitAsPythonsShlexDoes() {
        assertThat(ShellWords.split("a 'b c' \"d \\\" $e \\x\" f\\ g  h'i'\"j\" '' #k; l\n"))
                .containsExactly("a", "b c", "d \" $e \\x", "f g", "hij", "", "#k;", "l");
        assertThat(ShellWords.split(" \t\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a", "\"a", "a\\", "\"a\\\""})
    void shouldRefuseOpenQuotes(String text) {
        assertThatThrownBy(() -> ShellWords.split(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void shouldSplitWhatWasJoined(@ForAll List<@StringLength(max = 10) String> words) {
        List<String> clean = words.stream().map(word -> word.replace("\0", "")).toList();

        assertThat(ShellWords.split(ShellWords.join(clean))).isEqualTo(clean);
    }

    @Test
    void refusesNul() {
        assertThatThrownBy(() -> ShellWords.quote("a\0b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> script(Map.of("A", "b\0"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printsScriptsThatRunByHand() throws Exception {
        ShellScript script = script(Map.of("GREETING", "it's $HOME\n\"here\""));
        assertThat(script.printable()).startsWith("#!/usr/bin/env bash\nexport GREETING='it");
        assertThat(bash(script.printable())).isEqualTo("it's $HOME\n\"here\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A=B", "A B", "A\n"})
    void refusesNamesThatAreNoVariables(String name) {
        assertThatThrownBy(() -> script(Map.of(name, "x"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static ShellScript script(Map<String, String> environment) {
        return new ShellScript("#!/usr/bin/env bash\nprintf %s \"$GREETING\"\n", new TreeMap<>(environment));
    }

    private static String bash(String script) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", script).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
