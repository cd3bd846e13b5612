package io.jenkins.plugins.mlcwheels.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import java.util.Optional;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.scm.api.SCMSource;

/** Where the source of a multibranch project is, as the project is configured. */
public final class SourceAddress {

    private SourceAddress() {}

    /** Knows the addresses of one kind of source. */
    public interface Finder extends ExtensionPoint {

        @NonNull
        Optional<String> find(@NonNull SCMSource source);
    }

    /** The address that Jenkins clones from; empty outside multibranch projects, and where nobody knows it. */
    @NonNull
    public static Optional<String> of(@NonNull Run<?, ?> run) {
        SCMSource source = SCMSource.SourceByItem.findSource(run.getParent());
        return source == null
                ? Optional.empty()
                : ExtensionList.lookup(Finder.class).stream()
                        .map(finder -> finder.find(source))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    /** Reads sources of Git, of which those of GitHub, GitLab and Gitea are kinds, where the plugin git is installed. */
    @Extension(optional = true)
    public static final class OfGit implements Finder {

        @Override
        @NonNull
        public Optional<String> find(@NonNull SCMSource source) {
            return source instanceof AbstractGitSCMSource git ? Optional.of(git.getRemote()) : Optional.empty();
        }
    }
}
