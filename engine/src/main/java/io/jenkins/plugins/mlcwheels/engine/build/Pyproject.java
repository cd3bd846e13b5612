package io.jenkins.plugins.mlcwheels.engine.build;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The few lines of a {@code pyproject.toml} that a build looks at or rewrites. Lines count only when the key stands at
 * the very beginning of one, as in MLC-LLM's {@code version.py}: ruff's {@code target-version} is none.
 *
 * @param names values of the {@code name = "..."} lines of the {@code [project]} table
 * @param versions values of all {@code version = "..."} lines
 * @param dynamicVersion whether the backend finds the version by itself
 * @param bringsCmake whether building brings its own CMake where none is installed
 */
public record Pyproject(List<String> names, List<String> versions, boolean dynamicVersion, boolean bringsCmake) {

    private static final Pattern PROJECT = Pattern.compile("(?m)^\\[project\\].*$");
    private static final Pattern HEADER = Pattern.compile("(?m)^\\[");
    private static final Pattern NAME = line("name");
    private static final Pattern VERSION = line("version");
    private static final Pattern DYNAMIC = Pattern.compile("(?m)^dynamic\\s*=\\s*\\[[^\\]]*[\"']version[\"']");
    private static final Pattern BRINGS_CMAKE =
            Pattern.compile("(?m)^requires\\s*=\\s*\\[[^\\]]*[\"'](?:cmake|scikit[-_]build(?:[-_]core)?)\\b");

    public Pyproject {
        names = List.copyOf(names);
        versions = List.copyOf(versions);
    }

    static Pyproject parse(String text) {
        String table = projectTable(text);
        return new Pyproject(
                values(NAME, table),
                values(VERSION, text),
                DYNAMIC.matcher(table).find(),
                BRINGS_CMAKE.matcher(text).find());
    }

    /** The one name, if there is exactly one. */
    public Optional<String> name() {
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }

    private static String projectTable(String text) {
        Matcher project = PROJECT.matcher(text);
        if (!project.find()) {
            return text;
        }
        Matcher next = HEADER.matcher(text);
        return text.substring(project.end(), next.find(project.end()) ? next.start() : text.length());
    }

    private static Pattern line(String key) {
        return Pattern.compile("(?m)^" + key + "\\s*=\\s*([\"'])(.*?)\\1");
    }

    private static List<String> values(Pattern line, String text) {
        return line.matcher(text)
                .results()
                .map((MatchResult hit) -> hit.group(2))
                .toList();
    }
}
