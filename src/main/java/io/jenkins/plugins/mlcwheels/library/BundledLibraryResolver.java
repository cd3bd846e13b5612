package io.jenkins.plugins.mlcwheels.library;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.ItemGroup;
import hudson.model.Job;
import io.jenkins.plugins.mlcwheels.config.MlcWheelsConfiguration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.libs.LibraryConfiguration;
import org.jenkinsci.plugins.workflow.libs.LibraryResolver;

/**
 * Offers the library {@code mlc-wheels} to every job, in the sandbox. It steps aside when somebody has configured a
 * library of that name.
 */
@Extension(optional = true, ordinal = -1000)
public final class BundledLibraryResolver extends LibraryResolver {

    @Override
    public boolean isTrusted() {
        return false;
    }

    @Override
    @NonNull
    public Collection<LibraryConfiguration> forJob(@NonNull Job<?, ?> job, @NonNull Map<String, String> versions) {
        return isConfiguredElsewhere(job, versions) ? List.of() : List.of(library());
    }

    @Override
    @NonNull
    public Collection<LibraryConfiguration> suggestedConfigurations(@NonNull ItemGroup<?> group) {
        return List.of(library());
    }

    private boolean isConfiguredElsewhere(Job<?, ?> job, Map<String, String> versions) {
        return ExtensionList.lookup(LibraryResolver.class).stream()
                .filter(resolver -> resolver != this)
                .flatMap(resolver -> resolver.forJob(job, versions).stream())
                .anyMatch(library -> BundledLibrary.NAME.equals(library.getName()));
    }

    private static LibraryConfiguration library() {
        LibraryConfiguration library = new LibraryConfiguration(BundledLibrary.NAME, new BundledLibraryRetriever());
        library.setDefaultVersion(BundledLibraryRetriever.version());
        library.setImplicit(MlcWheelsConfiguration.get().isImplicitLibrary());
        library.setIncludeInChangesets(false);
        library.setAllowVersionOverride(true);
        return library;
    }
}
