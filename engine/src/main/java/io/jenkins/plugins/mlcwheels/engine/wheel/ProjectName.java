package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;

/** Names of projects and extras (PEP 503, PEP 508). */
public final class ProjectName {

    private ProjectName() {}

    /** Whether a project or an extra can have that name. */
    public static boolean isValid(String name) {
        return Ascii.isMadeOf(name, "._-")
                && Ascii.isAlphanumeric(name.charAt(0))
                && Ascii.isAlphanumeric(name.charAt(name.length() - 1));
    }

    /** Whether two spellings are one name. */
    public static boolean isSame(String a, String b) {
        return normalized(a).equals(normalized(b));
    }

    /** The name as PEP 503 compares it: lower case, with {@code -} for each run of {@code -}, {@code _} and {@code .}. */
    public static String normalized(String name) {
        return normalized(name, '-');
    }

    /** The same as names of files and variables have it, with {@code _}. */
    public static String escaped(String name) {
        return normalized(name, '_');
    }

    private static String normalized(String name, char separator) {
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
}
