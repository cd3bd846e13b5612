package io.jenkins.plugins.mlcwheels.engine.index;

import java.util.Objects;

/**
 * The file with the signed provenance of a wheel, as an index names it.
 *
 * @param url where it is, absolute or relative to the project's page; percent-encoded
 * @param sha256 64 lower-case hexadecimal digits
 */
public record IndexedBundle(String url, String sha256) {

    public IndexedBundle {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(sha256, "sha256");
    }
}
