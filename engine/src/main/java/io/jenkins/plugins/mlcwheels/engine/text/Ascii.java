package io.jenkins.plugins.mlcwheels.engine.text;

import java.util.ArrayList;
import java.util.List;

/** Rules of ASCII characters and lists in text; by hand, because compiling patterns costs time at every start. */
public final class Ascii {

    private Ascii() {}

    /** Whether it is not empty and all of it is ASCII letters, digits or one of the {@code others}. */
    public static boolean isMadeOf(String text, String others) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && others.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether it is an ASCII letter or digit. */
    public static boolean isAlphanumeric(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Whether it is an ASCII digit. */
    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Lower case of ASCII letters only, whatever the locale. */
    public static String lowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return text.toLowerCase(java.util.Locale.ROOT);
            }
        }
        return text;
    }

    /** Like {@code String.split} without the pattern; keeps empty parts. */
    public static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** The parts with the separator between them. */
    public static String join(List<String> parts, char separator) {
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
