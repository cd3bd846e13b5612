package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A file that a statement is about.
 *
 * @param name the file's name
 * @param sha256 64 lower-case hexadecimal digits
 */
public record Subject(String name, String sha256) {

    static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if the digest is none */
    public Subject {
        Objects.requireNonNull(name, "name");
        if (!DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException("'" + name + "' has no SHA-256 of 64 hexadecimal digits");
        }
    }
}
