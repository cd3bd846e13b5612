package io.jenkins.plugins.mlcwheels.engine.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Quoting of words for POSIX shells, and its reverse. */
public final class ShellWords {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellWords() {}

    /**
     * The text as one shell word: as it is where that is safe, else in single quotes.
     *
     * @throws IllegalArgumentException if it holds a NUL, which no word can
     */
    public static String quote(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a shell word can't hold NUL");
        }
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** The words as one command line. */
    public static String join(Collection<String> words) {
        return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
    }

    /**
     * The words of a command line, with quotes and backslashes taken as Python's {@code shlex.split} does. Nothing else
     * means anything: {@code $}, {@code ;} and {@code #} are characters like others.
     *
     * @throws IllegalArgumentException if a quotation is not closed, or nothing follows a backslash
     */
    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean within = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                if (within) {
                    words.add(word.toString());
                    word.setLength(0);
                    within = false;
                }
                continue;
            }
            within = true;
            if (c == '\\') {
                i++;
                if (i == text.length()) {
                    throw new IllegalArgumentException("nothing follows the last backslash");
                }
                word.append(text.charAt(i));
            } else if (c == '\'' || c == '"') {
                i = unquote(text, i, word);
            } else {
                word.append(c);
            }
        }
        if (within) {
            words.add(word.toString());
        }
        return words;
    }

    /** Appends what the quotation at that place holds, and returns the place of its end. */
    private static int unquote(String text, int start, StringBuilder word) {
        char quote = text.charAt(start);
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                return i;
            }
            if (c == '\\' && quote == '"' && i + 1 < text.length() && "\\\"".indexOf(text.charAt(i + 1)) >= 0) {
                i++;
                c = text.charAt(i);
            }
            word.append(c);
        }
        throw new IllegalArgumentException("a quotation is not closed: " + quote);
    }
}
