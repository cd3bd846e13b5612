package io.jenkins.plugins.mlcwheels.engine.manifest;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file with a signed statement in a {@link BuildManifest}.
 *
 * @param file its name, which says what it is about; see {@link BundleName}
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits
 * @param size in bytes
 * @param keyId of the key that signed; empty if a certificate did, or nobody looked
 */
public record ManifestBundle(String file, String sha256, long size, Optional<String> keyId) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern ID = Pattern.compile("[!-~]{1,500}");

    /** @throws InvalidManifestException if one of them has another form */
    public ManifestBundle {
        Objects.requireNonNull(keyId, "keyId");
        if (!BundleName.isBundle(file)) {
            throw new InvalidManifestException("'" + file + "' is not a name of a bundle", null);
        }
        if (!DIGEST.matcher(sha256).matches() || size < 0) {
            throw new InvalidManifestException(
                    "'" + file + "' has no SHA-256 of 64 hexadecimal digits, or no size", null);
        }
        if (keyId.filter(id -> !ID.matcher(id).matches()).isPresent()) {
            throw new InvalidManifestException("'" + file + "' has an impossible key id", null);
        }
    }

    /** What it is about. */
    public BundleName name() {
        return BundleName.parse(file).orElseThrow();
    }
}
