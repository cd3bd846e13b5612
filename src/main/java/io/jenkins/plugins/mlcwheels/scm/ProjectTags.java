package io.jenkins.plugins.mlcwheels.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import java.util.Optional;

/** What the release tags of a project look like: a parameter says so, else the project that builds them, else nobody. */
public final class ProjectTags {

    private ProjectTags() {}

    /** Knows what one kind of project says about its release tags. */
    public interface Finder extends ExtensionPoint {

        /** The pattern, as somebody wrote it; empty if the project says nothing. */
        @NonNull
        Optional<String> find(@NonNull Run<?, ?> run);
    }

    /**
     * @param parameter of a step; null if it says nothing
     * @throws io.jenkins.plugins.mlcwheels.engine.version.InvalidTagPatternException if what is said is not a tag pattern
     */
    @NonNull
    public static TagPattern of(@NonNull Run<?, ?> run, @CheckForNull String parameter) {
        return given(run, parameter).map(TagPattern::of).orElse(TagPattern.STANDARD);
    }

    /** As {@link #of}, but empty if neither parameter nor project says anything. */
    @NonNull
    public static Optional<String> given(@NonNull Run<?, ?> run, @CheckForNull String parameter) {
        return Optional.ofNullable(parameter)
                .or(() -> ExtensionList.lookup(Finder.class).stream()
                        .map(finder -> finder.find(run))
                        .flatMap(Optional::stream)
                        .findFirst());
    }
}
