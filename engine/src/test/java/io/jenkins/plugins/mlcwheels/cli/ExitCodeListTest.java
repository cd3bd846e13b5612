package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What help and docs say of exit codes is the same everywhere. */
class ExitCodeListTest {

    private static final Path BASE = Path.of(System.getProperty("mlcwheels.basedir", ".."));
    private static final String BEGINS = "Exit code: ";
    private static final Pattern CODE = Pattern.compile("(?<![\\w./-])(\\d{1,3})\\s(?=[a-zA-Z])");

    @Test
    void shouldListCodesOfEachCommandInHelpAndDocs() throws IOException {
        String page = read("docs/exit-codes.md");
        assertThat(footers()).hasSizeGreaterThan(10).allSatisfy((command, footer) -> assertThat(page)
                .contains("| `" + command + "` | " + footer.substring(0, footer.length() - 1) + " |\n"));
    }

    @Test
    void shouldListOnlyCodesThatThereAre() throws IOException {
        SortedSet<Integer> all = new TreeSet<>();
        Arrays.stream(ExitCode.values()).map(ExitCode::code).forEach(all::add);
        assertThat(footers().values()).allSatisfy(footer -> assertThat(all).containsAll(codes(footer)));
        assertThat(codes(paragraph(read("README.md"), "[Exit codes](docs/exit-codes.md)")))
                .isEqualTo(all);
    }

    @Test
    void shouldSayTheSameOnThePagesOfTheCommands() throws IOException {
        Map<String, String> pages = Map.of(
                "compare", "compare",
                "inspect", "inspect",
                "repair", "repair",
                "build", "build",
                "test", "test",
                "index", "index",
                "publish", "publishing",
                "release", "release",
                "prune nightlies", "retention");
        Map<String, String> footers = footers();
        assertThat(codes(paragraph(read("docs/audit.md"), "[Exit codes](exit-codes.md)")))
                .isEqualTo(codes(footers.get("audit")));
        assertThat(pages).allSatisfy((command, page) -> assertThat(
                        codes(paragraph(read("docs/" + page + ".md"), "[Exit codes](exit-codes.md)")))
                .as(page)
                .isEqualTo(codes(footers.get(command))));
    }

    /** By the name of the command. */
    private static Map<String, String> footers() {
        Map<String, String> found = new TreeMap<>();
        collect("", Main.commandLine(), found);
        return found;
    }

    private static void collect(String name, CommandLine line, Map<String, String> found) {
        List<String> lines = new ArrayList<>(
                Arrays.asList(line.getCommandSpec().usageMessage().footer()));
        lines.stream()
                .filter(text -> text.startsWith(BEGINS))
                .forEach(text -> found.put(name, text.substring(BEGINS.length())));
        line.getSubcommands().forEach((word, inner) -> collect((name + " " + word).strip(), inner, found));
        if (line.getSubcommands().isEmpty()) {
            assertThat(found).as("help of " + name).containsKey(name);
        }
    }

    private static SortedSet<Integer> codes(String text) {
        SortedSet<Integer> codes = new TreeSet<>();
        Matcher matcher = CODE.matcher(text);
        while (matcher.find()) {
            codes.add(Integer.valueOf(matcher.group(1)));
        }
        return codes;
    }

    private static String paragraph(String text, String begins) {
        int start = text.toLowerCase(Locale.ROOT).indexOf(begins.toLowerCase(Locale.ROOT));
        assertThat(start).as(begins).isNotNegative();
        boolean cell = text.startsWith("| ", start - 2);
        int end = text.indexOf(cell ? " |\n" : "\n\n", start);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    private static String read(String file) {
        try {
            return Files.readString(BASE.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
