package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * Globs for wheels, by name ({@code demo-1.0-*.whl}) or by where they are, in a directory ({@code v1.0.0/*.whl}) or on
 * a release ({@code TAG/NAME}). Knows which of them matched.
 */
public final class WheelGlobs {

    private final Map<String, PathMatcher> matchers = new LinkedHashMap<>();
    private final Set<String> matched = new LinkedHashSet<>();

    /** @throws EngineException if one is no glob */
    public WheelGlobs(Collection<String> globs) {
        for (String glob : globs) {
            try {
                matchers.put(glob, FileSystems.getDefault().getPathMatcher("glob:" + glob));
            } catch (PatternSyntaxException e) {
                throw new EngineException(
                        EngineException.Kind.INPUT,
                        "'" + glob + "' is no glob: " + e.getDescription(),
                        "Write it as for a shell: *, ?, [abc].");
            }
        }
    }

    /** @param place of a wheel, the parts separated by {@code /}; the last one is its name */
    public boolean matches(String place) {
        Path whole = Path.of(place);
        boolean any = false;
        for (Map.Entry<String, PathMatcher> glob : matchers.entrySet()) {
            if (glob.getValue().matches(whole) || glob.getValue().matches(whole.getFileName())) {
                matched.add(glob.getKey());
                any = true;
            }
        }
        return any;
    }

    /** Those that have matched nothing so far. */
    public List<String> unmatched() {
        return matchers.keySet().stream()
                .filter(glob -> !matched.contains(glob))
                .toList();
    }
}
