package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The lines on which the keys of a TOML file stand. The text is one that a parser has taken; where it holds what this
 * does not know, it finds no more keys.
 */
final class TomlPlaces {

    private static final int DEEPEST = 100;

    private final String text;
    private final Map<List<String>, Integer> lines = new HashMap<>();
    private final Map<List<String>, Integer> elements = new HashMap<>();
    private int at;
    private int line = 1;

    private TomlPlaces(String text) {
        this.text = text;
    }

    static TomlPlaces of(String text) {
        TomlPlaces places = new TomlPlaces(text);
        try {
            places.file();
        } catch (StringIndexOutOfBoundsException end) {
            // The text ends within a value, or goes deeper than anybody writes; what was found stays.
        }
        return places;
    }

    /**
     * The line of a key, or of the nearest table around it.
     *
     * @param path keys; an element of an array of tables is its number
     */
    OptionalInt line(List<String> path) {
        for (int length = path.size(); length > 0; length--) {
            Integer found = lines.get(path.subList(0, length));
            if (found != null) {
                return OptionalInt.of(found);
            }
        }
        return OptionalInt.empty();
    }

    private void file() {
        List<String> table = List.of();
        while (true) {
            blanks(true);
            if (at >= text.length()) {
                return;
            }
            if (text.charAt(at) == '[') {
                table = header();
            } else {
                assignment(table, 0);
            }
        }
    }

    private List<String> header() {
        boolean array = text.charAt(at + 1) == '[';
        at += array ? 2 : 1;
        int start = line;
        List<String> path = List.of();
        List<String> keys = key();
        for (int i = 0; i < keys.size(); i++) {
            path = child(path, keys.get(i));
            boolean last = i == keys.size() - 1;
            lines.putIfAbsent(path, start);
            if (last && array) {
                path = child(path, String.valueOf(elements.merge(path, 1, Integer::sum) - 1));
            } else if (elements.containsKey(path)) {
                path = child(path, String.valueOf(elements.get(path) - 1));
            }
        }
        lines.put(path, start);
        at += array ? 2 : 1;
        return path;
    }

    private void assignment(List<String> table, int depth) {
        int start = line;
        List<String> path = table;
        for (String key : key()) {
            path = child(path, key);
            lines.putIfAbsent(path, start);
        }
        at++;
        value(path, depth);
    }

    /** Keys with dots between, up to what follows them. */
    private List<String> key() {
        List<String> keys = new ArrayList<>();
        do {
            if (!keys.isEmpty()) {
                at++;
            }
            blanks(false);
            char c = text.charAt(at);
            int start = at;
            if (c == '"' || c == '\'') {
                string();
                keys.add(text.substring(start + 1, at - 1));
            } else {
                while (isBare(text.charAt(at))) {
                    at++;
                }
                keys.add(text.substring(start, at));
            }
            blanks(false);
        } while (text.charAt(at) == '.');
        return keys;
    }

    private void value(List<String> path, int depth) {
        if (depth > DEEPEST) {
            throw new StringIndexOutOfBoundsException(at);
        }
        blanks(true);
        char c = text.charAt(at);
        if (c == '"' || c == '\'') {
            string();
        } else if (c == '[') {
            at++;
            for (int i = 0; more(']'); i++) {
                value(child(path, String.valueOf(i)), depth + 1);
            }
        } else if (c == '{') {
            at++;
            while (more('}')) {
                assignment(path, depth + 1);
            }
        } else {
            int start = at;
            while (at < text.length() && ",]}#\n\r".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (at == start) {
                throw new StringIndexOutOfBoundsException(at);
            }
        }
    }

    /** Whether another element follows; passes over the comma before it, or over the end. */
    private boolean more(char end) {
        blanks(true);
        if (text.charAt(at) == ',') {
            at++;
            blanks(true);
        }
        if (text.charAt(at) != end) {
            return true;
        }
        at++;
        return false;
    }

    private void string() {
        char quote = text.charAt(at);
        String three = String.valueOf(quote).repeat(3);
        boolean several = text.startsWith(three, at);
        at += several ? 3 : 1;
        while (several ? !text.startsWith(three, at) : text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' && quote == '"' ? 1 : 0;
            line += text.charAt(at) == '\n' ? 1 : 0;
            at++;
        }
        at += several ? 3 : 1;
        while (several && at < text.length() && text.charAt(at) == quote) {
            at++;
        }
    }

    private void blanks(boolean acrossLines) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#' && acrossLines) {
                while (at < text.length() && text.charAt(at) != '\n') {
                    at++;
                }
            } else if (c == ' ' || c == '\t' || acrossLines && (c == '\n' || c == '\r' || c == '\uFEFF')) {
                line += c == '\n' ? 1 : 0;
                at++;
            } else {
                return;
            }
        }
    }

    private static boolean isBare(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private static List<String> child(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return List.copyOf(longer);
    }
}
