package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.List;
import java.util.Optional;

/**
 * The versions of the tools that a build installs for itself.
 *
 * @param kind where they come from
 * @param file of constraints, relative to the project; for {@link Kind#FILE}
 * @param packages requirements that serve as constraints; for {@link Kind#PACKAGES}
 */
public record DependencyVersions(Kind kind, Optional<String> file, List<String> packages) {

    /** Where versions come from. */
    public enum Kind {
        /** The newest that the package index has. */
        LATEST,
        /** A file of constraints. */
        FILE,
        /** Requirements in the configuration. */
        PACKAGES
    }

    /** No constraints. */
    public static final DependencyVersions NEWEST = new DependencyVersions(Kind.LATEST, Optional.empty(), List.of());

    public DependencyVersions {
        packages = List.copyOf(packages);
    }
}
