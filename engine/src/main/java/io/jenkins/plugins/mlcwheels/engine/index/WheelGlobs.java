package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.text.Glob;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Globs for wheels, by name ({@code demo-1.0-*.whl}) or by where they are, in a directory ({@code v1.0.0/*.whl}) or on
 * a release ({@code TAG/NAME}). Knows which of them matched.
 */
public final class WheelGlobs {

    private final List<Glob> globs;
    private final Set<Glob> matched = new LinkedHashSet<>();

    /** @throws EngineException if one is not a valid pattern */
    public WheelGlobs(Collection<String> globs) {
        this.globs = globs.stream().map(Glob::of).toList();
    }

    /** @param place of a wheel, the parts separated by {@code /}; the last one is its name */
    public boolean matches(String place) {
        String name = place.substring(place.lastIndexOf('/') + 1);
        boolean any = false;
        for (Glob glob : globs) {
            if (glob.matches(place) || glob.matches(name)) {
                matched.add(glob);
                any = true;
            }
        }
        return any;
    }

    /** Those that have matched nothing so far. */
    public List<String> unmatched() {
        return globs.stream()
                .filter(glob -> !matched.contains(glob))
                .map(Glob::toString)
                .toList();
    }
}
