package io.jenkins.plugins.mlcwheels.engine.registry;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the images of one repository live. Calls either do what they say, or throw an {@code EngineException} and can
 * be made again. {@code ImageCatalogContractTest} holds every implementation to this.
 */
public interface ImageCatalog {

    /** What it is, for people: {@code ghcr.io/mlc-ai/toolchain}. */
    String describe();

    /** All versions, each once, tagged or not; not only some of them. */
    List<ImageVersion> versions();

    /** The version that came last, by which a push is seen; empty where only the whole list tells that. */
    default Optional<ImageVersion> newest() {
        return Optional.empty();
    }

    /**
     * What a version consists of.
     *
     * @throws UnreadableManifestException if that can't be told for sure
     */
    ImageManifest manifest(ImageVersion version);

    /** Digests of what says something about a version, as far as the registry keeps a list of it. */
    Set<String> referrers(ImageVersion version);

    /**
     * Deletes a version; harmless when it is gone already.
     *
     * @throws ImagesChangedException if it has other tags by now; it stays
     */
    void delete(ImageVersion version);
}
