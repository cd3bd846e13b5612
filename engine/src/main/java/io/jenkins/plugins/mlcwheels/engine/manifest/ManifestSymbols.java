package io.jenkins.plugins.mlcwheels.engine.manifest;

import io.jenkins.plugins.mlcwheels.engine.wheel.DebugArchive;
import java.util.regex.Pattern;

/**
 * An archive with what was split off the files of a wheel, in a {@link BuildManifest}.
 *
 * @param file its name, which says whose it is; see {@link DebugArchive}
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits
 * @param size in bytes
 */
public record ManifestSymbols(String file, String sha256, long size) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** @throws InvalidManifestException if one of them has another form */
    public ManifestSymbols {
        if (DebugArchive.wheelOf(file).isEmpty() || file.indexOf('/') >= 0) {
            throw new InvalidManifestException("'" + file + "' is no name of an archive of symbols", null);
        }
        if (!DIGEST.matcher(sha256).matches() || size < 0) {
            throw new InvalidManifestException(
                    "'" + file + "' has no SHA-256 of 64 hexadecimal digits, or no size", null);
        }
    }

    /** The file name of the wheel. */
    public String wheel() {
        return DebugArchive.wheelOf(file).orElseThrow();
    }
}
