package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.RunRequest;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** How the builds of a matrix are carried out. */
final class RunOptions {

    private static final int MOST_PARALLEL = 256;

    @Option(
            names = "--parallel-builds",
            paramLabel = "N",
            description = "Build so many identifiers at once; default: one per processor, as far as memory allows.")
    private Integer parallel;

    @Option(names = "--fail-fast", description = "End all builds when one fails.")
    private boolean failFast;

    @Option(names = "--strict", description = "Fail if a selected build can't be done here, instead of leaving it out.")
    private boolean strict;

    @Option(names = "--rebuild", description = "Build also what an earlier run built from the same inputs.")
    private boolean rebuild;

    /** @param jobs compilations of one build at once; null: by the machine */
    RunRequest.Limits limits(Integer jobs) {
        if (parallel != null && (parallel < 1 || parallel > MOST_PARALLEL)) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "--parallel-builds: " + parallel + " is not from 1 to " + MOST_PARALLEL,
                    "Leave it out to go by the machine.");
        }
        return new RunRequest.Limits(
                parallel == null ? OptionalInt.empty() : OptionalInt.of(parallel),
                jobs == null ? OptionalInt.empty() : OptionalInt.of(jobs),
                failFast,
                strict,
                rebuild);
    }
}
