package io.jenkins.plugins.mlcwheels.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import java.util.Objects;
import java.util.Optional;
import jenkins.branch.MultiBranchProject;

/** Takes the tag pattern from the build strategy of the multibranch project, where the plugin branch-api is installed. */
@Extension(optional = true)
public final class StrategyTags implements ProjectTags.Finder {

    @Override
    @NonNull
    public Optional<String> find(@NonNull Run<?, ?> run) {
        if (!(run.getParent().getParent() instanceof MultiBranchProject<?, ?> project)) {
            return Optional.empty();
        }
        return project.getSources().stream()
                .flatMap(source -> source.getBuildStrategies().stream())
                .filter(ReleaseTagBuildStrategy.class::isInstance)
                .map(strategy -> ((ReleaseTagBuildStrategy) strategy).getTagPattern())
                .filter(Objects::nonNull)
                .findFirst();
    }
}
