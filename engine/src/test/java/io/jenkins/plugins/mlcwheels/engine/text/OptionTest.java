package io.jenkins.plugins.mlcwheels.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionTest {

    /** Options of other tools that texts name. */
    private static final Set<String> FOREIGN = Set.of(
            "--emit-relocs",
            "--force",
            "--platform",
            "--remove-section",
            "--tags",
            "--unshallow",
            "--user",
            "--with-fpectl",
            "--sign",
            "--init",
            "--json",
            "--pack-dyn-relocs",
            "--no-rosegment");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            leave it out with --exclude 'libQt5*' or not  | leave it out with EXCLUDE['libQt5*'] or not
            Add --pure allow if it is meant.              | Add PURE[allow] if it is meant.
            --amend --clobber would replace it            | AMEND, CLOBBER would replace it
            see --sibling, --exclude or --protect.        | see SIBLING, EXCLUDE or PROTECT.
            git fetch --tags --unshallow                  | git fetch --tags --unshallow
            --allow-empty-index is not one                | --allow-empty-index is not one
            a--exclude is not one                         | a--exclude is not one
            """)
    void shouldPutOtherNamesInPlaceOfOptions(String text, String expected) {
        assertThat(Option.respell(
                        text,
                        use -> use.option().name()
                                + use.value().map(v -> "[" + v + "]").orElse("")))
                .isEqualTo(expected);
    }

    @Test
    void shouldTakeReplacementsLiterally() {
        assertThat(Option.respell("give --only", use -> "$1\\2")).isEqualTo("give $1\\2");
    }

    /** A text that names an option which is not in the list would reach users of pipelines as it is. */
    @Test
    void shouldKnowEveryOptionThatTheEngineNames() throws IOException {
        Path sources = Path.of("src/main/java/io/jenkins/plugins/mlcwheels/engine");
        Pattern literal = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
        Pattern option = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");
        Set<String> unknown = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher text = literal.matcher(Files.readString(file));
                while (text.find()) {
                    List<String> words = option.matcher(text.group(1))
                            .results()
                            .map(found -> found.group())
                            .filter(word -> isProse(text.group(1), word))
                            .filter(word -> Option.of(word).isEmpty() && !FOREIGN.contains(word))
                            .toList();
                    words.forEach(word -> unknown.add(file.getFileName() + " " + word));
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    /** An argument of a program is a literal of its own, or begins one. */
    private static boolean isProse(String text, String word) {
        return text.contains(" ") && !text.startsWith(word);
    }
}
