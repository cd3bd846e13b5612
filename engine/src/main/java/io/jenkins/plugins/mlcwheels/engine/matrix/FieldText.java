package io.jenkins.plugins.mlcwheels.engine.matrix;

import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code docker; create_args: --one --two}: fields with semicolons between, the first may go without its name. */
final class FieldText {

    private FieldText() {}

    /**
     * The words of each field.
     *
     * @param first name of the field that may stand without its name; empty if none may
     * @param others names of the other fields
     * @throws IllegalArgumentException if there is another field, or the text is malformed
     */
    static Map<String, List<String>> parse(String text, String first, Set<String> others) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int number = 0;
        for (String field : split(text)) {
            List<String> words = ShellWords.split(field);
            if (words.isEmpty()) {
                continue;
            }
            String start = words.get(0);
            int colon = start.indexOf(':');
            String name = colon < 0 ? "" : start.substring(0, colon);
            List<String> values = new ArrayList<>(words.subList(1, words.size()));
            if (colon < 0 && number == 0 && !first.isEmpty()) {
                name = first;
                values = words;
            } else if (!name.equals(first) && !others.contains(name) || colon < 0) {
                throw new IllegalArgumentException("'" + (colon < 0 ? start : name) + "' is not one of its fields: "
                        + (first.isEmpty() ? "" : first + " ") + String.join(" ", others));
            } else if (colon + 1 < start.length()) {
                values.add(0, start.substring(colon + 1));
            }
            fields.computeIfAbsent(name, key -> new ArrayList<>()).addAll(values);
            number++;
        }
        return fields;
    }

    /** At semicolons that no quote and no backslash hides. */
    private static List<String> split(String text) {
        List<String> fields = new ArrayList<>();
        char quote = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'') {
                i++;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == ';') {
                fields.add(text.substring(start, i));
                start = i + 1;
            }
        }
        fields.add(text.substring(start));
        return fields;
    }
}
