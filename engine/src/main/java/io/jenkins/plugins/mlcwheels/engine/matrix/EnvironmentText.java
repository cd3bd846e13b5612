package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Splits {@code A=1 B="$A two" C=$(command)} into assignments, each one word of bash. Quotes, substitutions and
 * expansions are kept as they are written; what would be more than assignments is refused.
 */
final class EnvironmentText {

    private static final int LONGEST = 100_000;
    private static final int DEEPEST = 50;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String text;
    private int at;

    private EnvironmentText(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if it is anything else than assignments; says what */
    static List<EnvironmentAssignment> parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("longer than " + LONGEST + " characters");
        }
        EnvironmentText words = new EnvironmentText(text);
        List<EnvironmentAssignment> assignments = new ArrayList<>();
        while (words.next()) {
            int start = words.at;
            words.word();
            assignments.add(assignment(text.substring(start, words.at)));
        }
        return assignments;
    }

    private static EnvironmentAssignment assignment(String word) {
        int equals = word.indexOf('=');
        if (equals < 0 || !NAME.matcher(word.substring(0, equals)).matches()) {
            throw new IllegalArgumentException("'" + word + "' is not NAME=VALUE");
        }
        return new EnvironmentAssignment(word.substring(0, equals), word.substring(equals + 1));
    }

    private boolean next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length();
    }

    private void word() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at);
            if (";&|<>()".indexOf(c) >= 0) {
                throw new IllegalArgumentException("'" + c + "' is outside of quotes");
            }
            part(c, 0);
        }
    }

    /** One character, or what begins with it. */
    private void part(char c, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("substitutions are nested too deep");
        }
        switch (c) {
            case '\\' -> {
                if (at + 1 == text.length()) {
                    throw new IllegalArgumentException("nothing follows the last backslash");
                }
                at += 2;
            }
            case '\'' -> singleQuoted();
            case '"' -> until('"', depth, "a double quote is not closed");
            case '`' -> until('`', depth, "a backquote is not closed");
            case '$' -> dollar(depth);
            default -> at++;
        }
    }

    private void singleQuoted() {
        int end = text.indexOf('\'', at + 1);
        if (end < 0) {
            throw new IllegalArgumentException("a single quote is not closed");
        }
        at = end + 1;
    }

    private void dollar(int depth) {
        at++;
        if (at < text.length() && text.charAt(at) == '(') {
            until(')', depth, "$( is not closed");
        } else if (at < text.length() && text.charAt(at) == '{') {
            until('}', depth, "${ is not closed");
        }
    }

    /** Passes over the opening character at this place, and to the closing one with all that is nested. */
    private void until(char end, int depth, String problem) {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == end) {
                at++;
                return;
            }
            boolean literal = (end == '"' || end == '}') && c == '\'';
            if (literal) {
                at++;
            } else if (c == '(' && end == ')') {
                until(')', depth + 1, problem);
            } else {
                part(c, depth + 1);
            }
        }
        throw new IllegalArgumentException(problem);
    }
}
