package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expands braces as bash does: {@code a{b,c}} is {@code ab} and {@code ac}, {@code {9..11}} is {@code 9}, {@code 10} and
 * {@code 11}. Braces that are no group stand for themselves.
 */
final class Braces {

    private static final int LONGEST = 1000;
    private static final int MOST = 1000;
    private static final Pattern RANGE = Pattern.compile("(-?[0-9]{1,6})\\.\\.(-?[0-9]{1,6})");
    private static final Pattern LETTERS = Pattern.compile("([A-Za-z])\\.\\.([A-Za-z])");

    private Braces() {}

    /** @throws IllegalArgumentException if the text or what comes of it is too long */
    static List<String> expand(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        }
        List<String> all = new ArrayList<>(List.of(""));
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = c == '{' ? closing(text, at) : -1;
            List<String> group = end < 0 ? List.of() : group(text.substring(at + 1, end));
            if (!group.isEmpty()) {
                at = end + 1;
                all = product(all, group);
            } else {
                boolean escape = c == '\\' && at + 1 < text.length();
                String literal = String.valueOf(text.charAt(escape ? at + 1 : at));
                at += escape ? 2 : 1;
                all.replaceAll(start -> start + literal);
            }
        }
        return all;
    }

    /** The alternatives of a group; none if it is no group. */
    private static List<String> group(String inner) {
        Matcher numbers = RANGE.matcher(inner);
        if (numbers.matches()) {
            return range(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))).stream()
                    .map(String::valueOf)
                    .toList();
        }
        Matcher letters = LETTERS.matcher(inner);
        if (letters.matches()) {
            return range(letters.group(1).charAt(0), letters.group(2).charAt(0)).stream()
                    .map(letter -> String.valueOf((char) letter.intValue()))
                    .toList();
        }
        List<String> alternatives = new ArrayList<>();
        int start = 0;
        int depth = 0;
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                alternatives.add(inner.substring(start, i));
                start = i + 1;
            }
        }
        if (alternatives.isEmpty()) {
            return List.of();
        }
        alternatives.add(inner.substring(start));
        List<String> all = new ArrayList<>();
        for (String alternative : alternatives) {
            all.addAll(expand(alternative));
            limit(all.size());
        }
        return all;
    }

    private static List<Integer> range(int from, int to) {
        limit(Math.abs(to - from) + 1);
        List<Integer> all = new ArrayList<>();
        for (int i = from; from <= to ? i <= to : i >= to; i += from <= to ? 1 : -1) {
            all.add(i);
        }
        return all;
    }

    private static List<String> product(List<String> starts, List<String> ends) {
        limit(starts.size() * ends.size());
        List<String> all = new ArrayList<>();
        for (String start : starts) {
            for (String end : ends) {
                all.add(start + end);
            }
        }
        return all;
    }

    private static void limit(int count) {
        if (count > MOST) {
            throw new IllegalArgumentException("stands for more than " + MOST + " patterns");
        }
    }

    /** The brace that closes the one at that place, or -1. */
    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        return -1;
    }
}
