package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with the notes of a release, in Markdown. */
public final class NotesFile {

    private static final long LARGEST = 1 << 20;

    private NotesFile() {}

    /**
     * What is in it.
     *
     * @throws EngineException if it is larger than 1 MiB, or not UTF-8
     */
    public static String read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    file + ": larger than " + LARGEST + " bytes, which no release takes as notes",
                    "Shorten the release notes, or link to them.");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new EngineException(
                    EngineException.Kind.INPUT, file + ": is not UTF-8", "Save the release notes as UTF-8.", e);
        }
    }
}
