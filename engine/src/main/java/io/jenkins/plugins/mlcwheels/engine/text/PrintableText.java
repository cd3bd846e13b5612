package io.jenkins.plugins.mlcwheels.engine.text;

/**
 * Makes text fit for terminals, logs and pages, whoever wrote it. Names in wheels, SONAMEs, fields of METADATA and
 * answers of servers may hold what moves a terminal's cursor, sets its title or colours, hides text, or turns its
 * direction: control and format characters, separators of lines and paragraphs, halves of surrogate pairs, and code
 * points that no character has. Every one of these becomes a question mark, which as a glob still matches it.
 */
public final class PrintableText {

    private static final char REPLACEMENT = '?';
    private static final int LONGEST_QUOTE = 80;

    private PrintableText() {}

    /** On one line. The same object if there is nothing to replace. */
    public static String line(String text) {
        return clean(text, "");
    }

    /**
     * On one line.
     *
     * @param longest characters that are shown; the rest is cut off and replaced by three dots
     */
    public static String line(String text, int longest) {
        return shortened(line(text), longest);
    }

    /** The same where line feeds and tabs are meant, as in a stack trace. */
    public static String lines(String text) {
        return clean(text, "\n\t");
    }

    /**
     * On one line, with one blank for each run of what can't be shown, as in a page of HTML.
     *
     * @param longest characters that are shown; the rest is cut off and replaced by three dots
     */
    public static String folded(String text, int longest) {
        StringBuilder words = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (isPrintable(c)) {
                words.append(gap ? " " : "").appendCodePoint(c);
                gap = false;
            } else {
                gap = true;
            }
        }
        return shortened(words.toString().strip(), longest);
    }

    /** On one line in double quotes, not more than 80 characters of it. */
    public static String quoted(String text) {
        return '"' + line(text, LONGEST_QUOTE) + '"';
    }

    /** Whether the text can be shown on one line as it is. */
    public static boolean isPrintable(String text) {
        return firstUnprintable(text, "") < 0;
    }

    private static boolean isPrintable(int c) {
        if (c < 0x7F) {
            return c >= ' ';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static int firstUnprintable(String text, String kept) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!isPrintable(text.codePointAt(i)) && kept.indexOf(text.charAt(i)) < 0) {
                return i;
            }
        }
        return -1;
    }

    private static String clean(String text, String kept) {
        int first = firstUnprintable(text, kept);
        if (first < 0) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            clean.appendCodePoint(isPrintable(c) || kept.indexOf(c) >= 0 ? c : REPLACEMENT);
        }
        return clean.toString();
    }

    /** Never within a surrogate pair. */
    private static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "...";
    }
}
