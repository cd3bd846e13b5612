package io.jenkins.plugins.mlcwheels.engine.release;

import java.util.Optional;

/**
 * What a release is to say of itself.
 *
 * @param name the title
 * @param notes Markdown, without a mark
 * @param discussion the category of a discussion to open when it is published
 */
public record NewRelease(String tag, String name, String notes, boolean prerelease, Optional<String> discussion) {}
