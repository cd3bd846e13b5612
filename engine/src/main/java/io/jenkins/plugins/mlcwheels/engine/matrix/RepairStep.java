package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.List;
import java.util.Optional;

/**
 * How a wheel is repaired.
 *
 * @param kind by whom
 * @param command as the configuration has it, with placeholders; empty for the default
 * @param own options of our repair; for {@link Kind#OWN}
 */
public record RepairStep(Kind kind, String command, Own own) {

    /** By whom. */
    public enum Kind {
        /** Not at all: the wheel goes on as it was built. */
        NONE,
        /** By this product. */
        OWN,
        /** By a command of the project, where the build ran. */
        COMMAND
    }

    /**
     * Options of {@code auditwheel repair} that are ours too.
     *
     * @param plat platform that is asked for
     * @param onlyPlat whether the wheel gets that tag alone
     * @param excludes patterns of SONAMEs that are not grafted
     * @param ldPaths directories to search instead of those of the loader's configuration
     * @param anyInstructionSet whether files may need more of the processor than its baseline
     * @param level of compression
     * @param environment variables that the command sets for itself, such as {@code LD_LIBRARY_PATH}
     */
    public record Own(
            Optional<String> plat,
            boolean onlyPlat,
            List<String> excludes,
            Optional<List<String>> ldPaths,
            boolean anyInstructionSet,
            Optional<Integer> level,
            List<EnvironmentAssignment> environment) {

        /** The most portable platform that holds, nothing excluded. */
        public static final Own DEFAULT =
                new Own(Optional.empty(), false, List.of(), Optional.empty(), false, Optional.empty(), List.of());

        public Own {
            excludes = List.copyOf(excludes);
            ldPaths = ldPaths.map(List::copyOf);
            environment = List.copyOf(environment);
        }
    }

    /** Our repair with its defaults. */
    public static final RepairStep DEFAULT = new RepairStep(Kind.OWN, "", Own.DEFAULT);
}
