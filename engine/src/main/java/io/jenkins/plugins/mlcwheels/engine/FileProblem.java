package io.jenkins.plugins.mlcwheels.engine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What to say about a failure of reading or writing. */
public final class FileProblem {

    private FileProblem() {}

    /** Whether the name of a file or directory that was given is to blame. */
    public static boolean isInput(IOException failure) {
        return failure instanceof NoSuchFileException
                || failure instanceof NotDirectoryException
                || failure instanceof FileAlreadyExistsException
                || failure instanceof AccessDeniedException;
    }

    /** Where, what, and on a line of its own what to do. */
    public static String describe(IOException failure) {
        if (failure instanceof FileSystemException file) {
            String reason = reason(file);
            return file.getFile() + ": " + reason + "\n  " + advice(file, reason);
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (failure instanceof NotDirectoryException) {
            return "is not a directory";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "is there already";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
    }

    private static String advice(FileSystemException failure, String reason) {
        if (reason.startsWith("No space")) {
            return "Make room there, or name another directory.";
        }
        if (failure instanceof NoSuchFileException) {
            return "Check its name, and the directory that it is in.";
        }
        return isInput(failure) ? "Name another file or directory." : "Check that place, and try again.";
    }
}
