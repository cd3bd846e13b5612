package io.jenkins.plugins.mlcwheels.engine.platform;

import io.jenkins.plugins.mlcwheels.engine.text.Glob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Several {@link Glob}s; those with brackets or braces that are not closed match as they are. */
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
            all.add(Glob.literal(name));
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
            if (Glob.matches(pattern, name)) {
                return true;
            }
        }
        return false;
    }
}
