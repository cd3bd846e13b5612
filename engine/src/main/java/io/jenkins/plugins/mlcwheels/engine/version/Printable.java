package io.jenkins.plugins.mlcwheels.engine.version;

/** Texts from outside, made fit for one line of a message. */
final class Printable {

    private static final int LONGEST = 80;

    private Printable() {}

    /** The text in double quotes, control characters as {@code ?}, cut after 80 characters. */
    static String of(String text) {
        String line = text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .limit(LONGEST)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return '"' + line + (text.length() > LONGEST ? "...\"" : "\"");
    }
}
