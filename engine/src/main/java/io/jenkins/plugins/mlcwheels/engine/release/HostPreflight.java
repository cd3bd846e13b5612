package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.util.List;

/**
 * Part of a {@link ReleaseHost} that knows beforehand what it would refuse.
 */
public interface HostPreflight {

    /** What stands in the way of publishing this tag that only the host can know: rights, names that are used up. */
    List<ReleaseProblem> preflight(ReleaseTag tag);
}
