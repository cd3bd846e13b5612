package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.BuildCaches;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.RunRequest;
import java.nio.file.Path;
import java.util.Map;
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

    @Option(names = "--sdist", description = "Build a source distribution first, and check it.")
    private boolean sdist;

    @Option(names = "--from-sdist", description = "The same, and build the wheels from it.")
    private boolean fromSdist;

    @Option(
            names = "--cache-dir",
            paramLabel = "DIR",
            description = "Keep the caches of compilers and of pip below DIR/trusted or DIR/changes.")
    private Path cacheDirectory;

    @Option(
            names = "--cache-trust",
            paramLabel = "trusted|change",
            description = "Whose caches are used: a change's builds never write what trusted builds read; default:"
                    + " trusted.")
    private CacheTrust cacheTrust = CacheTrust.trusted;

    /** Who may read what a build writes into caches. */
    enum CacheTrust {
        trusted,
        change
    }

    /**
     * The directories of caches, if any are to be used.
     *
     * @param ccache as the options of the build name it; null for none
     * @param environment of this process
     */
    BuildCaches caches(Path ccache, Map<String, String> environment) {
        if (cacheDirectory == null) {
            if (cacheTrust == CacheTrust.change) {
                throw new EngineException(
                        EngineException.Kind.INPUT,
                        "--cache-trust change needs --cache-dir",
                        "Name the directory below which caches are kept apart.");
            }
            return ccache != null ? BuildCaches.compilers(ccache.toAbsolutePath()) : BuildCaches.found(environment);
        }
        return BuildCaches.below(cacheDirectory.toAbsolutePath().normalize(), cacheTrust == CacheTrust.trusted);
    }

    @Option(
            names = "--container",
            description = "Build each identifier in a container of the image that is configured for it, else of the"
                    + " pinned one.")
    private boolean container;

    /** Whether builds run in containers; with what limits. */
    RunRequest.Containers containers(BuildOptions options) {
        return new RunRequest.Containers(container, options.containerLimits());
    }

    /**
     * @param jobs compilations of one build at once; null: by the machine
     * @param twice whether each build is done a second time, to compare
     */
    RunRequest.Limits limits(Integer jobs, boolean twice) {
        if (parallel != null && (parallel < 1 || parallel > MOST_PARALLEL)) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "--parallel-builds: " + parallel + " is not from 1 to " + MOST_PARALLEL,
                    "Leave it out to go by the machine.");
        }
        RunRequest.Limits limits = new RunRequest.Limits(
                parallel == null ? OptionalInt.empty() : OptionalInt.of(parallel),
                jobs == null ? OptionalInt.empty() : OptionalInt.of(jobs),
                failFast,
                strict,
                rebuild,
                fromSdist ? RunRequest.Sdist.SOURCE_OF_WHEELS : sdist ? RunRequest.Sdist.BUILT : RunRequest.Sdist.NONE);
        return twice ? limits.builtTwice() : limits;
    }
}
