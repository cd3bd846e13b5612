package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that is to be on a release.
 *
 * @param name the name that it shall have there
 * @param size in bytes
 * @param sha256 64 lower-case hexadecimal digits
 */
public record ReleaseAsset(String name, long size, String sha256, AssetSource source) {

    public ReleaseAsset {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(source, "source");
    }

    /**
     * Hashes a file, which keeps its name.
     *
     * @throws EngineException if it is a directory
     */
    public static ReleaseAsset ofFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new EngineException(
                    EngineException.Kind.INPUT, file + " is a directory, not a file", "Name the files in it.");
        }
        return new ReleaseAsset(
                file.getFileName().toString(), Files.size(file), Sha256.of(file), new AssetSource.File(file));
    }

    /** Of a text that was made here; the array must not change. */
    public static ReleaseAsset ofBytes(String name, byte[] bytes) {
        return new ReleaseAsset(name, bytes.length, Sha256.of(bytes), new AssetSource.Bytes(bytes));
    }

    /** The same bytes under another name. */
    public ReleaseAsset named(String other) {
        return new ReleaseAsset(other, size, sha256, source);
    }
}
