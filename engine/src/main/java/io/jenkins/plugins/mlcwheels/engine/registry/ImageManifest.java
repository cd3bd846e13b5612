package io.jenkins.plugins.mlcwheels.engine.registry;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a version consists of, as far as that lies in the same registry.
 *
 * @param children digests of the manifests that an index lists; empty for an image
 * @param subject digest of what it says something about, if it is a signature, an attestation or the like
 */
public record ImageManifest(Set<String> children, Optional<String> subject) {

    public ImageManifest {
        children = Set.copyOf(children);
        Objects.requireNonNull(subject, "subject");
    }
}
