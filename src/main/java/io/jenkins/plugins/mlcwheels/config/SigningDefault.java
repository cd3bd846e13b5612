package io.jenkins.plugins.mlcwheels.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * With which credentials releases are signed where a step does not say so. What is said nearest to the job counts: by its
 * folders from the inside out, by the system configuration.
 */
@Restricted(NoExternalUse.class)
public final class SigningDefault {

    private SigningDefault() {}

    /** Knows the defaults of one kind of folder. */
    public interface Finder extends ExtensionPoint {

        /** What this very group says; empty if it says nothing, and an empty id if it says that nothing is signed. */
        @NonNull
        Optional<String> find(@NonNull ItemGroup<?> group);
    }

    /**
     * What was said.
     *
     * @param id of the credentials
     * @param ofSystem whether the administrator chose them for all jobs, and no folder did
     */
    public record Said(String id, boolean ofSystem) {}

    /** The credentials; empty if nothing is signed. */
    @NonNull
    public static Optional<Said> of(@NonNull Job<?, ?> job) {
        ItemGroup<?> group = job.getParent();
        while (group instanceof Item folder) {
            Optional<String> said = of(group);
            if (said.isPresent()) {
                return said.filter(id -> !id.isEmpty()).map(id -> new Said(id, false));
            }
            group = folder.getParent();
        }
        return Optional.ofNullable(MlcWheelsConfiguration.get().getSignWith()).map(id -> new Said(id, true));
    }

    private static Optional<String> of(ItemGroup<?> group) {
        return ExtensionList.lookup(Finder.class).stream()
                .map(finder -> finder.find(group))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
