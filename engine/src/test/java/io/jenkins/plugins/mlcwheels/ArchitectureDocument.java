package io.jenkins.plugins.mlcwheels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/architecture.md says of packages. It is the one list of them; tests hold the code to it. */
final class ArchitectureDocument {

    private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");

    private final String text;

    ArchitectureDocument() {
        try {
            text = Files.readString(base().resolve("docs/architecture.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path base() {
        Path base = Path.of(System.getProperty("mlcwheels.basedir", ".."));
        return Files.exists(base.resolve("docs/architecture.md")) ? base : Path.of("");
    }

    /** From each package in the table of a section to those that it may use. */
    Map<String, Set<String>> arrows(String section) {
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        for (String line : section(section).split("\n")) {
            String[] cells = line.split("\\|", -1);
            Matcher from = NAME.matcher(cells.length < 5 ? "" : cells[1]);
            if (from.find()) {
                arrows.put(from.group(1), names(cells[3]));
            }
        }
        return arrows;
    }

    /** The packages that a paragraph lists. */
    Set<String> list(String section, String start) {
        int from = section(section).indexOf(start);
        if (from < 0) {
            throw new IllegalStateException("docs/architecture.md does not say: " + start);
        }
        String rest = section(section).substring(from + start.length());
        int end = rest.indexOf("\n\n");
        return names(end < 0 ? rest : rest.substring(0, end));
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(text);
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }

    private String section(String title) {
        int from = text.indexOf("## " + title + "\n");
        if (from < 0) {
            throw new IllegalStateException("docs/architecture.md has no section " + title);
        }
        int to = text.indexOf("\n## ", from + 1);
        return text.substring(from, to < 0 ? text.length() : to);
    }
}
