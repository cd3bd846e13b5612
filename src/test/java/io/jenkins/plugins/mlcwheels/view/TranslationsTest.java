package io.jenkins.plugins.mlcwheels.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The German texts: of what pages and steps show, nothing is left in English, and nothing is translated in vain. */
class TranslationsTest {

    private static final Path RESOURCES = Path.of("src/main/resources/io/jenkins/plugins/mlcwheels");
    private static final Pattern TEXT = Pattern.compile("\\$\\{%([^}()]+)}");

    /** Words that German has from English. */
    private static final Set<String> SAME = Set.of(
            "Build",
            "Builds",
            "Bundle",
            "Commit",
            "Extras",
            "Images",
            "Image",
            "Index",
            "MLC Wheels",
            "Python",
            "Repository",
            "SHA-256",
            "Tag",
            "Test",
            "Version",
            "Wheel",
            "Wheelhouse",
            "Wheels");

    @Test
    void everyTextOfAPageIsTranslated() throws IOException {
        for (Path page : files(".jelly")) {
            Set<String> texts = new TreeSet<>();
            TEXT.matcher(Files.readString(page)).results().forEach(found -> texts.add(found.group(1)));
            texts.removeAll(SAME);
            Path german = page.resolveSibling(page.getFileName().toString().replace(".jelly", "_de.properties"));
            assertThat(keys(german)).as("%s", german).containsExactlyInAnyOrderElementsOf(texts);
        }
    }

    @Test
    void everyMessageIsTranslated() throws IOException {
        for (Path messages : files("Messages.properties")) {
            assertThat(keys(messages.resolveSibling("Messages_de.properties")))
                    .as("%s", messages)
                    .containsExactlyInAnyOrderElementsOf(keys(messages));
        }
    }

    private static List<Path> files(String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(RESOURCES)) {
            List<Path> files = all.filter(path -> path.toString().endsWith(suffix))
                    .sorted()
                    .toList();
            assertThat(files).isNotEmpty();
            return files;
        }
    }

    private static Set<String> keys(Path file) throws IOException {
        Properties texts = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                texts.load(reader);
            }
        }
        return texts.stringPropertyNames();
    }
}
