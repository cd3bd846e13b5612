package io.jenkins.plugins.mlcwheels.engine.release;

/**
 * Part of a {@link ReleaseHost} that writes release notes.
 */
public interface NotesSource {

    /** Notes of what was merged since the release before. */
    String generatedNotes(String tag);
}
