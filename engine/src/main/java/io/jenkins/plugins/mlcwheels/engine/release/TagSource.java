package io.jenkins.plugins.mlcwheels.engine.release;

import java.util.Optional;

/**
 * Part of a {@link ReleaseHost} that has tags, of which one has to be there before a release is made of it.
 */
public interface TagSource {

    /**
     * The commit that a tag points at, annotated tags followed; empty if there is no such tag. Fails if there is nothing
     * that could have tags.
     */
    Optional<String> tagCommit(String tag);
}
