package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;

/** Rules that names and tags share. */
final class NameRules {

    private NameRules() {}

    static boolean isTagPart(String text) {
        return Ascii.isMadeOf(text, "_");
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
}
