package io.jenkins.plugins.mlcwheels.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import java.util.Optional;
import jenkins.scm.api.SCMSource;

/**
 * The repository on GitHub that a multibranch project builds.
 *
 * @param api address of the API
 * @param fullName {@code OWNER/NAME}
 * @param credentialsId those that the project is scanned with; null if it is scanned without
 */
public record SourceRepository(
        @NonNull String api,
        @NonNull String fullName,
        @CheckForNull String credentialsId) {

    /** Knows the repositories of one kind of source. */
    public interface Finder extends ExtensionPoint {

        @NonNull
        Optional<SourceRepository> find(@NonNull SCMSource source);
    }

    /** Empty outside multibranch projects, and where the source is not on GitHub. */
    @NonNull
    public static Optional<SourceRepository> of(@NonNull Run<?, ?> run) {
        SCMSource source = SCMSource.SourceByItem.findSource(run.getParent());
        return source == null
                ? Optional.empty()
                : ExtensionList.lookup(Finder.class).stream()
                        .map(finder -> finder.find(source))
                        .flatMap(Optional::stream)
                        .findFirst();
    }
}
