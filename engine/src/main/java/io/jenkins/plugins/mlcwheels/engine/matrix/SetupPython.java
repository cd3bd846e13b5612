package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds {@code python_requires} in {@code setup.py} and {@code setup.cfg} without running them, where cibuildwheel finds
 * it: a text in a call that stands at the top of the file, or in {@code if __name__ == "__main__"}.
 */
final class SetupPython {

    private static final Pattern ARGUMENT =
            Pattern.compile("python_requires\\s*=\\s*[urUR]?([\"'])([^\"'\\\\\\n]*)\\1\\s*[,)]");
    private static final Pattern CALL = Pattern.compile("[A-Za-z_][\\w.]*\\s*\\(");
    private static final Pattern MAIN = Pattern.compile(
            "if\\s*\\(?\\s*(__name__\\s*==\\s*[\"']__main__[\"']|[\"']__main__[\"']\\s*==\\s*__name__)\\s*\\)?\\s*:");
    private static final Pattern OPTIONS = Pattern.compile("(?ms)^\\[options\\][ \\t]*$(.*?)(?=^\\[|\\z)");
    private static final Pattern OPTION =
            Pattern.compile("(?m)^python_requires[ \\t]*[=:][ \\t]*(.*(?:\\n[ \\t]+\\S.*)*)$");

    private final String text;
    private int at;
    private int depth;
    private int statement;
    private boolean inMain;
    private Optional<String> found = Optional.empty();

    private SetupPython(String text) {
        this.text = text;
    }

    /** That of a {@code setup.cfg}. */
    static Optional<String> ofSetupCfg(String text) {
        Matcher section = OPTIONS.matcher(text.replace("\r\n", "\n"));
        Matcher option = OPTION.matcher(section.find() ? section.group(1) : "");
        return option.find()
                ? Optional.of(option.group(1).replaceAll("\\s+", " ").strip())
                : Optional.empty();
    }

    /** That of a {@code setup.py}. */
    static Optional<String> ofSetupPy(String text) {
        SetupPython search = new SetupPython(text.replace("\r\n", "\n"));
        search.run();
        return search.found.filter(value -> !value.isEmpty());
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                skipTo('\n');
            } else if (c == '"' || c == '\'') {
                string(c);
            } else if (c == '\n') {
                at++;
                if (depth == 0) {
                    begin();
                }
            } else if ("([{".indexOf(c) >= 0) {
                depth++;
                at++;
            } else if (")]}".indexOf(c) >= 0) {
                depth = Math.max(0, depth - 1);
                at++;
            } else if (depth == 1 && c == 'p' && !isWord(at - 1) && text.startsWith("python_requires", at)) {
                argument();
            } else {
                at++;
            }
        }
    }

    /** A line begins that continues none. */
    private void begin() {
        statement = at;
        if (at < text.length() && " \t\n#".indexOf(text.charAt(at)) < 0) {
            inMain = MAIN.matcher(text).region(at, text.length()).lookingAt();
        }
    }

    private void argument() {
        Matcher argument = ARGUMENT.matcher(text).region(at, text.length());
        int start = statement;
        while (start < at && " \t".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        boolean top = start == statement || inMain;
        if (argument.lookingAt()
                && top
                && CALL.matcher(text).region(start, text.length()).lookingAt()) {
            found = Optional.of(argument.group(2));
        }
        at += "python_requires".length();
    }

    private void string(char quote) {
        String three = String.valueOf(quote).repeat(3);
        String end = text.startsWith(three, at) ? three : String.valueOf(quote);
        at += end.length();
        while (at < text.length() && !text.startsWith(end, at)) {
            if (end.length() == 1 && text.charAt(at) == '\n') {
                return;
            }
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at += end.length();
    }

    private void skipTo(char end) {
        while (at < text.length() && text.charAt(at) != end) {
            at++;
        }
    }

    private boolean isWord(int place) {
        return place >= 0 && (Character.isLetterOrDigit(text.charAt(place)) || text.charAt(place) == '_');
    }
}
