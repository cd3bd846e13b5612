package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a file's statements have to say, beside that they are signed. What is empty is not asked for.
 *
 * @param sourceRepository where the source is, such as {@code https://github.com/mlc-ai/mlc-llm}; a scheme and
 *     {@code .git} make no difference
 * @param tag that the source had
 * @param commit of the source
 * @param builder who answers for the provenance
 * @param image that it was built in, a reference or one by digest
 * @param maxAge how long ago the build may have ended
 * @param required statements that there must be
 */
public record VerifyPolicy(
        Optional<String> sourceRepository,
        Optional<String> tag,
        Optional<String> commit,
        Optional<String> builder,
        Optional<String> image,
        Optional<Duration> maxAge,
        Set<StatementKind> required) {

    /** That there is a provenance. */
    public static final VerifyPolicy PROVENANCE = new VerifyPolicy(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of());

    public VerifyPolicy {
        Objects.requireNonNull(sourceRepository, "sourceRepository");
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(commit, "commit");
        Objects.requireNonNull(builder, "builder");
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(maxAge, "maxAge");
        required = Set.copyOf(required);
    }

    /** This policy with what another one asks for in its place, where it asks for something. */
    public VerifyPolicy with(VerifyPolicy other) {
        return new VerifyPolicy(
                other.sourceRepository.or(() -> sourceRepository),
                other.tag.or(() -> tag),
                other.commit.or(() -> commit),
                other.builder.or(() -> builder),
                other.image.or(() -> image),
                other.maxAge.or(() -> maxAge),
                other.required.isEmpty() ? required : other.required);
    }
}
