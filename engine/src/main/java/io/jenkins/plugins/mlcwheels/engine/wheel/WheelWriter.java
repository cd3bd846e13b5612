package io.jenkins.plugins.mlcwheels.engine.wheel;

import java.io.IOException;
import java.nio.file.Path;

/** Writes a changed copy of a wheel. */
public final class WheelWriter {

    private WheelWriter() {}

    /** Under work. */
    public static Path rewrite(WheelArchive source, WheelChanges changes, Path directory, WheelWriterOptions options)
            throws IOException {
        throw new UnsupportedOperationException("under work");
    }
}
