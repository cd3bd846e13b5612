package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.List;

/**
 * What runs containers, and how.
 *
 * @param engine {@code docker} or {@code podman}
 * @param createArgs arguments for making the container
 * @param hostMount whether the machine's root is mounted at {@code /host}, as cibuildwheel does
 */
public record ContainerSettings(String engine, List<String> createArgs, boolean hostMount) {

    public ContainerSettings {
        createArgs = List.copyOf(createArgs);
    }
}
