package io.jenkins.plugins.mlcwheels.engine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Failures of reading and writing that say where, which streams and channels don't: "No space left on device". */
public final class FileFailure {

    private FileFailure() {}

    /** The same failure with the file's name; unchanged if it has one already or tells of an interruption. */
    public static IOException of(Path file, IOException failure) {
        if (failure instanceof FileSystemException
                || failure instanceof InterruptedIOException
                || failure instanceof ClosedByInterruptException) {
            return failure;
        }
        FileSystemException named = new FileSystemException(file.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }
}
