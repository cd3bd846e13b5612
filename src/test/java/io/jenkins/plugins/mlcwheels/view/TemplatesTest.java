package io.jenkins.plugins.mlcwheels.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every template and help text to what keeps pages safe. */
class TemplatesTest {

    private static final Path RESOURCES = Path.of("src/main/resources");

    /** Prints HTML that is part of the plugin. */
    private static final Path HELP_OF_VARIABLES = Path.of("BundledVariable", "help.jelly");

    /** What a strict Content-Security-Policy forbids: code and style within the page, and from elsewhere. */
    private static final Pattern INLINE =
            Pattern.compile("<script|<style|<iframe|\\sstyle=|\\son[a-z]+=|javascript:|src=\"(https?:)?//");

    static Stream<Path> templates() throws IOException {
        return resources(".jelly");
    }

    static Stream<Path> texts() throws IOException {
        return Stream.concat(resources(".jelly"), resources(".html"));
    }

    private static Stream<Path> resources(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void escapesWhatItPrints(Path template) throws IOException {
        String text = Files.readString(template);
        assertThat(text).startsWith("<?jelly escape-by-default='true'?>").doesNotContain("escapeText=\"false\"");
        if (!template.endsWith(HELP_OF_VARIABLES)) {
            assertThat(text).doesNotContain("<j:out");
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void hasNeitherCodeNorStyleOfItsOwn(Path text) throws IOException {
        assertThat(Files.readString(text)).doesNotContainPattern(INLINE);
    }
}
