package io.jenkins.plugins.mlcwheels.engine.shell;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Quoting of words for POSIX shells. */
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
}
