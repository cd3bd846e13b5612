package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.build.BuildRequest;
import io.jenkins.plugins.mlcwheels.engine.build.SourceTree;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlan;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A matrix to build, and how.
 *
 * @param plan what was selected
 * @param tree the source
 * @param common sets what all builds have in common, such as the version
 * @param repair how wheels are repaired unless the configuration says otherwise
 * @param wheelhouse gets the wheels
 * @param work for what is temporary; it is this run's own, and empty
 * @param pythons interpreters by identifier; the one of the empty text is for all others
 * @param environment the caller's variables
 * @param toolVersion of this product
 * @param limits what the run may do at once, and what ends it
 * @param containers whether builds run in containers, and how
 * @param caches of compilers and of pip
 */
public record RunRequest(
        MatrixPlan plan,
        SourceTree tree,
        UnaryOperator<BuildRequest.Builder> common,
        RepairOptions repair,
        Path wheelhouse,
        Path work,
        Map<String, String> pythons,
        Map<String, String> environment,
        String toolVersion,
        Limits limits,
        Containers containers,
        BuildCaches caches) {

    public RunRequest {
        pythons = Map.copyOf(pythons);
        environment = Map.copyOf(environment);
    }

    /** What is done about a source distribution. */
    public enum Sdist {
        /** Nothing. */
        NONE,
        /** It is built and checked. */
        BUILT,
        /** The same, and wheels are built from it. */
        SOURCE_OF_WHEELS
    }

    /**
     * Whether builds run in containers, and how.
     *
     * @param all whether all do; else those whose image {@code [tool.mlc-wheels]} or the command line names
     * @param arguments for starting containers, such as {@code --cpus=4}
     */
    public record Containers(boolean all, List<String> arguments) {

        /** Only where an image is named for it. */
        public static final Containers WHERE_ASKED = new Containers(false, List.of());

        public Containers {
            arguments = List.copyOf(arguments);
        }
    }

    /** The same, with another source. */
    RunRequest from(SourceTree source) {
        return new RunRequest(
                plan,
                source,
                common,
                repair,
                wheelhouse,
                work,
                pythons,
                environment,
                toolVersion,
                limits,
                containers,
                caches);
    }

    /**
     * What a run may do at once, and what ends it.
     *
     * @param parallel builds at once; empty: as many as cores and memory allow
     * @param jobs compilations of one build at once; empty: the cores, shared between the builds
     * @param failFast whether one failure ends the others
     * @param strict whether a build that can't be done here is an error
     * @param rebuild whether what earlier runs built is built again
     * @param sdist whether a source distribution is built first, and whether wheels are built from it
     * @param twice whether each build is done a second time in other surroundings, and the wheels compared
     */
    public record Limits(
            OptionalInt parallel,
            OptionalInt jobs,
            boolean failFast,
            boolean strict,
            boolean rebuild,
            Sdist sdist,
            boolean twice) {

        /** Builds once. */
        public Limits(
                OptionalInt parallel,
                OptionalInt jobs,
                boolean failFast,
                boolean strict,
                boolean rebuild,
                Sdist sdist) {
            this(parallel, jobs, failFast, strict, rebuild, sdist, false);
        }

        /** The same, with each build done a second time, whatever earlier runs built. */
        public Limits builtTwice() {
            return new Limits(parallel, jobs, failFast, strict, true, sdist, true);
        }

        /** By the machine; failures don't end other builds. */
        public static final Limits DEFAULT =
                new Limits(OptionalInt.empty(), OptionalInt.empty(), false, false, false, Sdist.NONE);
    }
}
