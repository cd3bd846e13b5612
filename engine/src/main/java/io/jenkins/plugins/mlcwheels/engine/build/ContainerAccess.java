package io.jenkins.plugins.mlcwheels.engine.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a container needs to build a source for a user of this machine.
 *
 * @param source directories that it has to see to read the source: the repository, and what git needs of other places
 * @param user options of the engine that make what is written belong to the owner of the output
 * @param owner {@code uid:gid} to give to what root wrote in the container; empty where root is that user already
 */
public record ContainerAccess(List<Path> source, List<String> user, Optional<String> owner) {

    public ContainerAccess {
        source = List.copyOf(source);
        user = List.copyOf(user);
    }

    /**
     * Asks the engine how it maps users.
     *
     * @param root of the source
     * @param output whose owner builds
     * @throws io.jenkins.plugins.mlcwheels.engine.EngineException if the engine can't be used
     */
    public static ContainerAccess of(String engine, Path root, Path output) throws IOException {
        SourceMounts mounts = SourceMounts.of(root);
        List<Path> source = new ArrayList<>(List.of(mounts.top()));
        source.addAll(mounts.beside());
        ContainerEngine known = ContainerEngine.probe(engine, root);
        long uid = ((Number) Files.getAttribute(output, "unix:uid")).longValue();
        long gid = ((Number) Files.getAttribute(output, "unix:gid")).longValue();
        return new ContainerAccess(
                source,
                known.userOptions(uid, gid).stream()
                        .filter(option -> option.startsWith("--user="))
                        .toList(),
                known.rootless() ? Optional.empty() : Optional.of(uid + ":" + gid));
    }
}
