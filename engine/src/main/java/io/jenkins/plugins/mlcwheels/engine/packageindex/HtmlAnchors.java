package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import java.util.Optional;

/** The addresses of the anchors of a page, one after the other; reads forward only, whatever the page holds. */
final class HtmlAnchors {

    private final String text;
    private int at;

    HtmlAnchors(String text) {
        this.text = text;
    }

    /** The next address; empty at the end. */
    Optional<String> next() {
        while (at < text.length()) {
            int open = text.indexOf('<', at);
            if (open < 0) {
                at = text.length();
            } else if (text.startsWith("<!--", open)) {
                int end = text.indexOf("-->", open);
                at = end < 0 ? text.length() : end + 3;
            } else if (isAnchor(open)) {
                at = open + 2;
                String address = address();
                if (address != null) {
                    return Optional.of(decoded(address));
                }
            } else {
                at = open + 1;
            }
        }
        return Optional.empty();
    }

    private boolean isAnchor(int open) {
        return open + 2 < text.length()
                && (text.charAt(open + 1) == 'a' || text.charAt(open + 1) == 'A')
                && isBlank(text.charAt(open + 2));
    }

    /** Reads the attributes up to the end of the tag; null if none is an address. */
    private String address() {
        String found = null;
        while (at < text.length() && text.charAt(at) != '>') {
            char c = text.charAt(at);
            if (isBlank(c) || c == '/') {
                at++;
                continue;
            }
            int start = at;
            while (at < text.length() && "=> \t\r\n\f".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String name = Ascii.lowerCase(text.substring(start, at));
            skipBlanks();
            String value = at < text.length() && text.charAt(at) == '=' ? value() : "";
            if (name.equals("href") && found == null) {
                found = value;
            }
        }
        return found;
    }

    private String value() {
        at++;
        skipBlanks();
        if (at >= text.length()) {
            return "";
        }
        char quote = text.charAt(at);
        int start = at;
        if (quote == '"' || quote == '\'') {
            int end = text.indexOf(quote, at + 1);
            at = end < 0 ? text.length() : end + 1;
            return text.substring(start + 1, end < 0 ? text.length() : end);
        }
        while (at < text.length() && "> \t\r\n\f".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return " \t\r\n\f".indexOf(c) >= 0;
    }

    /** The entities that addresses have. */
    private static String decoded(String value) {
        return value.replace("&#43;", "+")
                .replace("&#x2B;", "+")
                .replace("&#x2b;", "+")
                .replace("&#61;", "=")
                .replace("&#x3D;", "=")
                .replace("&amp;", "&")
                .strip();
    }
}
