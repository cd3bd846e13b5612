package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;

/** Compares versions as texts in the several spellings that PEP 440 allows for one version. */
final class VersionText {

    private static final int LONGEST = 256;

    private VersionText() {}

    static boolean isSame(String a, String b) {
        return a.equals(b) || canonical(a).equals(canonical(b));
    }

    /** One spelling for all: lower case, no separators before letters, no leading or trailing zeros. */
    static String canonical(String version) {
        String text = Ascii.lowerCase(version.strip());
        int plus = text.indexOf('+');
        String local =
                plus < 0 ? "" : "+" + text.substring(plus + 1).replace('_', '.').replace('-', '.');
        text = plus < 0 ? text : text.substring(0, plus);
        text = text.startsWith("v") ? text.substring(1) : text;
        text = text.startsWith("0!") ? text.substring(2) : text;
        int end = 0;
        while (end < text.length() && (Ascii.isDigit(text.charAt(end)) || ".!".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return release(text.substring(0, end)) + suffix(text.substring(end)) + local;
    }

    private static String release(String text) {
        StringBuilder release = new StringBuilder();
        for (String part : Ascii.split(text, '.')) {
            if (!part.isEmpty()) {
                release.append(release.length() == 0 ? "" : ".").append(withoutZeros(part));
            }
        }
        int end = release.length();
        while (end > 2 && release.charAt(end - 1) == '0' && release.charAt(end - 2) == '.') {
            end -= 2;
        }
        return release.substring(0, end);
    }

    private static String withoutZeros(String digits) {
        int from = 0;
        while (from < digits.length() - 1 && digits.charAt(from) == '0') {
            from++;
        }
        return digits.substring(from);
    }

    /** Whether PEP 440 defines it, with all its alternative spellings. */
    static boolean isPep440(String version) {
        return version.length() <= LONGEST && new Scan(Ascii.lowerCase(version.strip())).isVersion();
    }

    /** Reads a version from left to right. */
    private static final class Scan {
        private static final String[] PRE = {"alpha", "beta", "preview", "pre", "rc", "a", "b", "c"};
        private static final String[] POST = {"post", "rev", "r"};
        private static final String[] DEV = {"dev"};

        private final String text;
        private int at;

        Scan(String text) {
            this.text = text;
            this.at = text.startsWith("v") ? 1 : 0;
        }

        boolean isVersion() {
            if (!number()) {
                return false;
            }
            if (at < text.length() && text.charAt(at) == '!') {
                at++;
                if (!number()) {
                    return false;
                }
            }
            release();
            label(PRE);
            if (!implicitPost()) {
                label(POST);
            }
            label(DEV);
            return at == text.length() || local();
        }

        private boolean number() {
            int from = at;
            while (at < text.length() && Ascii.isDigit(text.charAt(at))) {
                at++;
            }
            return at > from;
        }

        private void release() {
            while (at + 1 < text.length() && text.charAt(at) == '.' && Ascii.isDigit(text.charAt(at + 1))) {
                at++;
                number();
            }
        }

        private boolean implicitPost() {
            if (at + 1 < text.length() && text.charAt(at) == '-' && Ascii.isDigit(text.charAt(at + 1))) {
                at++;
                return number();
            }
            return false;
        }

        private boolean separator(int place) {
            return place < text.length() && "-_.".indexOf(text.charAt(place)) >= 0;
        }

        private void label(String[] words) {
            int start = separator(at) ? at + 1 : at;
            for (String word : words) {
                if (text.startsWith(word, start)) {
                    at = start + word.length();
                    int digits = separator(at) ? at + 1 : at;
                    if (digits < text.length() && Ascii.isDigit(text.charAt(digits))) {
                        at = digits;
                        number();
                    }
                    return;
                }
            }
        }

        private boolean local() {
            if (text.charAt(at) != '+') {
                return false;
            }
            for (String part :
                    Ascii.split(text.substring(at + 1).replace('-', '.').replace('_', '.'), '.')) {
                if (!Ascii.isMadeOf(part, "")) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Words and numbers in turn, a missing number being 0; {@code -1} alone is a post release. */
    private static String suffix(String text) {
        StringBuilder suffix = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int from = at;
            if (Ascii.isDigit(c)) {
                while (at < text.length() && Ascii.isDigit(text.charAt(at))) {
                    at++;
                }
                suffix.append(suffix.length() == 0 ? "post" : "").append(withoutZeros(text.substring(from, at)));
            } else if (Ascii.isAlphanumeric(c)) {
                while (at < text.length() && Ascii.isAlphanumeric(text.charAt(at)) && !Ascii.isDigit(text.charAt(at))) {
                    at++;
                }
                suffix.append(word(text.substring(from, at)));
                if (!hasNumber(text, at)) {
                    suffix.append('0');
                }
            } else {
                at++;
            }
        }
        return suffix.toString();
    }

    private static boolean hasNumber(String text, int from) {
        int at = from;
        while (at < text.length() && !Ascii.isAlphanumeric(text.charAt(at))) {
            at++;
        }
        return at < text.length() && Ascii.isDigit(text.charAt(at));
    }

    private static String word(String word) {
        return switch (word) {
            case "alpha" -> "a";
            case "beta" -> "b";
            case "c", "pre", "preview" -> "rc";
            case "r", "rev" -> "post";
            default -> word;
        };
    }
}
