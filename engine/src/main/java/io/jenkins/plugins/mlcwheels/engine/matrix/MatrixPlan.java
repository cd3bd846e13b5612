package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The whole selection, in the order in which it is built: by flavour, platform and Python.
 *
 * @param named whether the command line named the builds exactly, so that one that can't be built is an error
 * @param builds the selection, whether it can be built here or not; empty if that was allowed
 * @param selection what selected them: the options on selection, and where they came from
 * @param notices what the reader may not expect, one line each
 */
public record MatrixPlan(boolean named, List<PlannedBuild> builds, List<OptionValue> selection, List<String> notices) {

    public MatrixPlan {
        builds = List.copyOf(builds);
        selection = List.copyOf(selection);
        notices = List.copyOf(notices);
    }

    /** The same with builds changed, such as left out. */
    public MatrixPlan with(Function<PlannedBuild, PlannedBuild> change) {
        return new MatrixPlan(named, builds.stream().map(change).toList(), selection, notices);
    }

    /** By flavour and platform: what one container, or one place, builds one after the other. */
    public Map<String, List<PlannedBuild>> byPlatform() {
        return builds.stream()
                .collect(Collectors.groupingBy(
                        build -> build.flavour().map(id -> id + "/").orElse("")
                                + build.identifier().platform(),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }
}
