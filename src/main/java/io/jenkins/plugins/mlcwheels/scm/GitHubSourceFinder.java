package io.jenkins.plugins.mlcwheels.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import java.util.Optional;
import jenkins.scm.api.SCMSource;
import org.jenkinsci.plugins.github_branch_source.GitHubSCMSource;

/** Reads the source of the plugin github-branch-source, where that is installed. */
@Extension(optional = true)
public final class GitHubSourceFinder implements SourceRepository.Finder {

    @Override
    @NonNull
    public Optional<SourceRepository> find(@NonNull SCMSource source) {
        return source instanceof GitHubSCMSource github
                ? Optional.of(new SourceRepository(
                        github.getApiUri(),
                        github.getRepoOwner() + "/" + github.getRepository(),
                        github.getCredentialsId()))
                : Optional.empty();
    }
}
