package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run over a matrix came to.
 *
 * @param results one for each build of the plan, in its order
 * @param sdist the source distribution, if one was asked for
 * @param cancelled whether the run was told to end before it was done
 */
public record MatrixReport(List<CellResult> results, Optional<Path> sdist, boolean cancelled) {

    public MatrixReport {
        results = List.copyOf(results);
    }

    /** The first failure in the order of the plan. */
    public Optional<EngineException> failure() {
        return results.stream().flatMap(result -> result.failure().stream()).findFirst();
    }

    /** Each wheel once. */
    public List<Path> wheels() {
        return results.stream()
                .flatMap(result -> result.wheel().stream())
                .distinct()
                .toList();
    }
}
