package io.jenkins.plugins.mlcwheels.engine.registry;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * A manifest that lies in a registry, with the tags that point at it.
 *
 * @param id what the catalog calls it
 * @param digest such as {@code sha256:} and 64 hexadecimal digits
 * @param tags none for the parts of a multi-architecture image, and for what lost its tag to a later push
 * @param created when it was pushed first
 */
public record ImageVersion(String id, String digest, Set<String> tags, Instant created) {

    public ImageVersion {
        Objects.requireNonNull(id, "id");
        tags = Set.copyOf(tags);
        Objects.requireNonNull(created, "created");
        Digests.check(digest);
    }
}
