package io.jenkins.plugins.mlcwheels.engine.nightly;

import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import java.util.Map;
import java.util.Optional;

/**
 * What is wanted of a nightly.
 *
 * @param tag the tag that moves, or that those of single nightlies begin with
 * @param kind empty for what is possible: moving, unless releases are immutable
 * @param takeOver whether the tag may be that of a version, with a pre-release that others made
 * @param commit the whole hash of what was built
 * @param version of the wheels
 * @param wheels from their names to their SHA-256
 */
public record NightlyOrder(
        String tag,
        Optional<NightlyKind> kind,
        boolean takeOver,
        String commit,
        Pep440Version version,
        Map<String, String> wheels) {

    public NightlyOrder {
        wheels = Map.copyOf(wheels);
    }
}
