package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code Name: value} lines with which METADATA and WHEEL begin, in order; names compare without case. A line that
 * begins with white space goes on with the one before. Ends at the first empty line.
 */
final class HeaderFields {

    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    private HeaderFields() {}

    /** @throws BrokenWheelException if it is not UTF-8 or has a line that is not a field */
    static HeaderFields parse(String where, byte[] content) {
        HeaderFields fields = new HeaderFields();
        String text = decode(where, content);
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int next = end < 0 ? text.length() : end + 1;
            int to = end < 0 ? text.length() : end;
            if (to > from && text.charAt(to - 1) == '\r') {
                to--;
            }
            if (to == from) {
                break;
            }
            fields.add(where, text.substring(from, to));
            from = next;
        }
        return fields;
    }

    private static String decode(String where, byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new BrokenWheelException(where, "is not UTF-8", e);
        }
    }

    private void add(String where, String line) {
        char first = line.charAt(0);
        if ((first == ' ' || first == '\t') && !names.isEmpty()) {
            int last = values.size() - 1;
            values.set(last, values.get(last) + "\n" + line.strip());
            return;
        }
        int colon = line.indexOf(':');
        if (colon < 1 || line.lastIndexOf(' ', colon) >= 0) {
            throw new BrokenWheelException(where, "line " + (names.size() + 1) + " is no 'Name: value'");
        }
        names.add(line.substring(0, colon));
        values.add(line.substring(colon + 1).strip());
    }

    /** All values of a field, in order. */
    List<String> all(String name) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                found.add(values.get(i));
            }
        }
        return List.copyOf(found);
    }

    /** Names as first written, with how often each is there; they compare without case. */
    Map<String, Integer> counts() {
        Map<String, String> spelling = new HashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String name : names) {
            counts.merge(spelling.computeIfAbsent(Ascii.lowerCase(name), lower -> name), 1, Integer::sum);
        }
        return counts;
    }

    /** The first value of a field, or an empty text. */
    String first(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return values.get(i);
            }
        }
        return "";
    }
}
