package io.jenkins.plugins.mlcwheels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the arrows between the plugin's packages, by the imports of its sources: Jenkins is not on this class path. */
class PluginArchitectureTest {

    private static final String BASE = "io.jenkins.plugins.mlcwheels.";
    private static final Pattern USE =
            Pattern.compile("(?m)^import (?:static )?io\\.jenkins\\.plugins\\.mlcwheels\\.([a-z.]+)\\.[A-Z]");
    private static final ArchitectureDocument DOCUMENT = new ArchitectureDocument();

    private final Map<String, Set<String>> arrows = DOCUMENT.arrows("Packages of the plugin");
    private final Map<String, Set<String>> used = uses();

    @Test
    void shouldListEveryPackageOfThePlugin() {
        assertThat(arrows.keySet()).containsExactlyInAnyOrderElementsOf(used.keySet());
    }

    @Test
    void shouldUseOnlyThePackagesThatAnArrowLeadsTo() {
        List<String> wrong = new ArrayList<>();
        used.forEach((from, tos) -> tos.stream()
                .filter(to -> !to.startsWith("engine")
                        && !arrows.getOrDefault(from, Set.of()).contains(to))
                .forEach(to -> wrong.add(from + " -> " + to)));
        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldListNoArrowThatNothingUses() {
        List<String> idle = new ArrayList<>();
        arrows.forEach((from, tos) -> tos.stream()
                .filter(to -> !used.getOrDefault(from, Set.of()).contains(to))
                .forEach(to -> idle.add(from + " -> " + to)));
        assertThat(idle).isEmpty();
    }

    @Test
    void shouldUseOnlyTheApiOfTheEngine() {
        Set<String> api = DOCUMENT.list("Packages of the engine", "Front ends use these packages alone:");
        List<String> wrong = new ArrayList<>();
        used.forEach((from, tos) -> tos.stream()
                .filter(to -> to.startsWith("engine.") && !api.contains(to.substring("engine.".length())))
                .forEach(to -> wrong.add(from + " -> " + to)));
        assertThat(wrong).isEmpty();
        assertThat(used.values().stream().flatMap(Set::stream)).doesNotContain("cli");
    }

    private static Map<String, Set<String>> uses() {
        Path root = ArchitectureDocument.base().resolve("src/main/java").resolve(BASE.replace('.', '/'));
        Map<String, Set<String>> uses = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String from = root.relativize(file.getParent()).toString().replace('/', '.');
                Set<String> to = uses.computeIfAbsent(from, any -> new TreeSet<>());
                Matcher use = USE.matcher(Files.readString(file));
                while (use.find()) {
                    if (!use.group(1).equals(from)) {
                        to.add(use.group(1));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(uses).isNotEmpty();
        return uses;
    }
}
