package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of one build of a matrix, for its line in the summary.
 *
 * @param name of the build: its identifier, after its flavour if it has one
 * @param status what came of it
 * @param wheel in the wheelhouse; empty if it has none
 * @param size of the wheel in bytes; 0 if there is none
 * @param took how long building, repairing and testing took
 * @param cache what the compiler cache gave, in words; empty if none was used
 * @param why it failed or was left out, where it failed, or which build's wheel serves it; may be empty
 * @param failure the failure, for those that failed
 * @param log the whole output; empty if there was none
 */
public record CellResult(
        String name,
        CellStatus status,
        Optional<Path> wheel,
        long size,
        Duration took,
        Optional<String> cache,
        String why,
        Optional<EngineException> failure,
        Optional<Path> log) {

    /** The same build, whose wheel turned out to be wrong. */
    CellResult failed(EngineException reason) {
        return new CellResult(
                name,
                CellStatus.FAILED,
                Optional.empty(),
                0,
                took,
                cache,
                reason.getMessage(),
                Optional.of(reason),
                log);
    }

    static CellResult without(String name, CellStatus status, String why) {
        return new CellResult(
                name,
                status,
                Optional.empty(),
                0,
                Duration.ZERO,
                Optional.empty(),
                why,
                Optional.empty(),
                Optional.empty());
    }
}
