package io.jenkins.plugins.mlcwheels.engine.platform;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Patterns of the shell on whole names: {@code *}, {@code ?}, {@code [abc]}, {@code [!a-z]}. Case counts, and
 * {@code *} matches slashes too, as in Python's fnmatch, which auditwheel's {@code --exclude} uses.
 */
public final class NamePatterns {

    /** Matches nothing. */
    public static final NamePatterns NONE = new NamePatterns(List.of());

    private final List<String> patterns;

    /** A name matches if it matches any of these. */
    public NamePatterns(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /** As given, in that order. */
    public List<String> patterns() {
        return patterns;
    }

    /** These patterns, and names that have to match as they are. */
    public NamePatterns with(Collection<String> names) {
        List<String> all = new ArrayList<>(patterns);
        for (String name : names) {
            all.add(name.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]"));
        }
        return new NamePatterns(all);
    }

    /** These patterns and the others. */
    public NamePatterns with(NamePatterns others) {
        List<String> all = new ArrayList<>(patterns);
        all.addAll(others.patterns);
        return new NamePatterns(all);
    }

    /** Whether one of the patterns matches the whole name. */
    public boolean match(String name) {
        for (String pattern : patterns) {
            if (matches(pattern, name)) {
                return true;
            }
        }
        return false;
    }

    /** Goes back to the last star only, so it takes no more than the product of both lengths. */
    public static boolean matches(String pattern, String name) {
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
