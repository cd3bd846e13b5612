package io.jenkins.plugins.mlcwheels.engine.provenance;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that somebody named and that are read whole: keys, policies, bundles. */
public final class SmallFile {

    private SmallFile() {}

    /**
     * The bytes of a file; of a larger one so many that it is seen to be too large.
     *
     * @throws EngineException if it is a directory; names it
     */
    public static byte[] read(Path file, int largest) throws IOException {
        require(file);
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(largest + 1);
        }
    }

    /** @throws EngineException if it is a directory; names it */
    public static void require(Path file) {
        if (Files.isDirectory(file)) {
            throw new EngineException(
                    EngineException.Kind.INPUT, file + " is a directory, not a file", "Name the file.");
        }
    }
}
