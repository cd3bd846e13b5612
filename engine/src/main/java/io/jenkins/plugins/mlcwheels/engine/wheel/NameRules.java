package io.jenkins.plugins.mlcwheels.engine.wheel;

import java.util.ArrayList;
import java.util.List;

/** Character rules that names and tags share; by hand, because compiling patterns costs time at every start. */
final class NameRules {

    private NameRules() {}

    static boolean isTagPart(String text) {
        return isMadeOf(text, "_");
    }

    /** Whether it is not empty and all of it is ASCII letters, digits or one of the {@code others}. */
    static boolean isMadeOf(String text, String others) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && others.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean isAlphanumeric(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Lower case of ASCII letters only, whatever the locale. */
    static String lowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return text.toLowerCase(java.util.Locale.ROOT);
            }
        }
        return text;
    }

    /** The name as PEP 503 compares it, with the given character for each run of {@code -_.}. */
    static String normalize(String name, char separator) {
        StringBuilder text = new StringBuilder(name.length());
        boolean run = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean separates = c == '-' || c == '_' || c == '.';
            if (!separates) {
                text.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
            } else if (!run) {
                text.append(separator);
            }
            run = separates;
        }
        return text.toString();
    }

    /** Like {@code String.split} without the pattern; keeps empty parts. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    static String join(List<String> parts, char separator) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            if (text.length() > 0) {
                text.append(separator);
            }
            text.append(part);
        }
        return text.toString();
    }
}
