package io.jenkins.plugins.mlcwheels.engine.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of whole names, as Python's fnmatch has it, with the braces of a shell: {@code *}, {@code ?},
 * {@code [abc]}, {@code [!a-z]}, {@code {a,b}}. Case counts. In a pattern of paths, {@code *} matches slashes too, as in
 * auditwheel's {@code --exclude}.
 */
public final class Glob {

    private static final int LONGEST = 1000;
    private static final int MOST = 1000;
    private static final int END = -1;
    private static final int ANY = -2;
    private static final int MANY = -3;

    private final String text;
    private final List<String> patterns;

    private Glob(String text, List<String> patterns) {
        this.text = text;
        this.patterns = List.copyOf(patterns);
    }

    /** @throws InvalidGlobException if a bracket or brace is not closed, or it stands for more than 1000 patterns */
    public static Glob of(String text) {
        if (text.length() > LONGEST) {
            throw new InvalidGlobException(text, "is longer than " + LONGEST + " characters");
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '[') {
                int end = endOfSet(text, i);
                if (end < 0) {
                    throw new InvalidGlobException(text, "has no ']' for its '['");
                }
                i = end;
            } else if (text.charAt(i) == '{' && endOfGroup(text, i) < 0) {
                throw new InvalidGlobException(text, "has no '}' for its '{'");
            }
        }
        return new Glob(text, expanded(text, text));
    }

    /** Whether a pattern matches the whole name; brackets and braces that are not closed stand for themselves. */
    public static boolean matches(String pattern, String name) {
        return pattern.indexOf('{') < 0
                ? matchesOne(pattern, name)
                : new Glob(pattern, expanded(pattern, pattern)).matches(name);
    }

    /** A pattern that matches this name alone. */
    public static String literal(String name) {
        StringBuilder pattern = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ("[*?{".indexOf(c) >= 0) {
                pattern.append('[').append(c).append(']');
            } else {
                pattern.append(c);
            }
        }
        return pattern.toString();
    }

    /** Whether it matches the whole name. */
    public boolean matches(String name) {
        for (String pattern : patterns) {
            if (matchesOne(pattern, name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether some name may match this pattern and the other one; sets in brackets count as any character. */
    public boolean overlaps(Glob other) {
        if (patterns.size() * other.patterns.size() > MOST) {
            return true;
        }
        return patterns.stream().anyMatch(one -> other.patterns.stream().anyMatch(two -> overlap(one, two)));
    }

    private static boolean overlap(String one, String other) {
        List<Integer> first = symbols(one);
        List<Integer> second = symbols(other);
        boolean[][] reached = new boolean[first.size() + 1][second.size() + 1];
        reached[0][0] = true;
        for (int i = 0; i <= first.size(); i++) {
            for (int j = 0; j <= second.size(); j++) {
                if (reached[i][j]) {
                    int a = i < first.size() ? first.get(i) : END;
                    int b = j < second.size() ? second.get(j) : END;
                    boolean both = a != END && b != END;
                    if (a == MANY) {
                        reached[i + 1][j] = true;
                    }
                    if (b == MANY) {
                        reached[i][j + 1] = true;
                    }
                    if (both && a == MANY) {
                        reached[i][j + 1] = true;
                    }
                    if (both && b == MANY) {
                        reached[i + 1][j] = true;
                    }
                    if (both && a != MANY && b != MANY && (a == b || a == ANY || b == ANY)) {
                        reached[i + 1][j + 1] = true;
                    }
                }
            }
        }
        return reached[first.size()][second.size()];
    }

    /** The characters of a pattern without braces. */
    private static List<Integer> symbols(String pattern) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int end = c == '[' ? endOfSet(pattern, i) : -1;
            if (end > 0) {
                i = end;
            }
            all.add(end > 0 || c == '?' ? ANY : c == '*' ? MANY : c);
        }
        return all;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }

    /** The patterns without braces that it stands for. */
    private static List<String> expanded(String text, String whole) {
        for (int i = 0; i < text.length(); i++) {
            int end = text.charAt(i) == '[' ? endOfSet(text, i) : -1;
            if (end > 0) {
                i = end;
                continue;
            }
            end = text.charAt(i) == '{' ? endOfGroup(text, i) : -1;
            List<String> choices = end < 0 ? List.of() : choices(text.substring(i + 1, end));
            if (choices.size() > 1) {
                List<String> all = new ArrayList<>();
                for (String rest : expanded(text.substring(end + 1), whole)) {
                    for (String choice : choices) {
                        for (String inner : expanded(choice, whole)) {
                            all.add(text.substring(0, i) + inner + rest);
                        }
                    }
                    if (all.size() > MOST) {
                        throw new InvalidGlobException(whole, "stands for more than " + MOST + " patterns");
                    }
                }
                return all;
            }
        }
        return List.of(text);
    }

    private static List<String> choices(String inner) {
        List<String> choices = new ArrayList<>();
        int from = 0;
        int depth = 0;
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            int end = c == '[' ? endOfSet(inner, i) : -1;
            if (end > 0) {
                i = end;
            } else if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                choices.add(inner.substring(from, i));
                from = i + 1;
            }
        }
        choices.add(inner.substring(from));
        return choices;
    }

    /** The brace that closes the one at a place; -1 if there is none. */
    private static int endOfGroup(String text, int start) {
        int depth = 0;
        for (int i = start; i < text.length(); i++) {
            int end = text.charAt(i) == '[' ? endOfSet(text, i) : -1;
            if (end > 0) {
                i = end;
            } else if (text.charAt(i) == '{') {
                depth++;
            } else if (text.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Goes back to the last star only, so it takes no more than the product of both lengths. */
    private static boolean matchesOne(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int restart = 0;
        while (n < name.length()) {
            int next = p < pattern.length() && pattern.charAt(p) != '*' ? step(pattern, p, name.charAt(n)) : -1;
            if (next >= 0) {
                p = next;
                n++;
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                restart = n;
            } else if (star >= 0) {
                p = star + 1;
                n = ++restart;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Where the pattern goes on after it matched the character; -1 if it doesn't match. */
    private static int step(String pattern, int at, char c) {
        char token = pattern.charAt(at);
        if (token == '?') {
            return at + 1;
        }
        int end = token == '[' ? endOfSet(pattern, at) : -1;
        if (end < 0) {
            return token == c ? at + 1 : -1;
        }
        boolean not = pattern.charAt(at + 1) == '!';
        return inSet(pattern, at + (not ? 2 : 1), end, c) != not ? end + 1 : -1;
    }

    /** The bracket that closes the set; one right at its start belongs to it. */
    private static int endOfSet(String pattern, int start) {
        int first = start + 1;
        if (first < pattern.length() && pattern.charAt(first) == '!') {
            first++;
        }
        return first < pattern.length() ? pattern.indexOf(']', first + 1) : -1;
    }

    private static boolean inSet(String pattern, int from, int to, char c) {
        for (int i = from; i < to; i++) {
            if (i + 2 < to && pattern.charAt(i + 1) == '-') {
                if (pattern.charAt(i) <= c && c <= pattern.charAt(i + 2)) {
                    return true;
                }
                i += 2;
            } else if (pattern.charAt(i) == c) {
                return true;
            }
        }
        return false;
    }
}
