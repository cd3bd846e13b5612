package io.jenkins.plugins.mlcwheels.library;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Job;
import hudson.model.Run;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.cps.CpsScript;
import org.jenkinsci.plugins.workflow.cps.GlobalVariable;
import org.jenkinsci.plugins.workflow.cps.GlobalVariableSet;

/**
 * Lists the library's variables, with their help, in the reference of every job that can load the library. Without it
 * they would be listed only after a job's first successful build. Builds get them from the library, never from here.
 */
@Extension(optional = true, ordinal = -1000)
public final class BundledVariables extends GlobalVariableSet {

    @Override
    @NonNull
    public Collection<GlobalVariable> forRun(@CheckForNull Run<?, ?> run) {
        return List.of();
    }

    @Override
    @NonNull
    public Collection<GlobalVariable> forJob(@CheckForNull Job<?, ?> job) {
        if (job == null || !isOffered(job)) {
            return List.of();
        }
        Set<String> known = ExtensionList.lookup(GlobalVariableSet.class).stream()
                .filter(others -> others != this)
                .flatMap(others -> others.forJob(job).stream())
                .map(GlobalVariable::getName)
                .collect(Collectors.toSet());
        return BundledLibrary.VARIABLES.stream()
                .filter(name -> !known.contains(name))
                .map(BundledVariable::new)
                .collect(Collectors.toList());
    }

    private static boolean isOffered(Job<?, ?> job) {
        return !ExtensionList.lookupSingleton(BundledLibraryResolver.class)
                .forJob(job, Map.of())
                .isEmpty();
    }

    /** One variable, only to be listed. */
    public static final class BundledVariable extends GlobalVariable {

        private final String name;

        BundledVariable(String name) {
            this.name = name;
        }

        @Override
        @NonNull
        public String getName() {
            return name;
        }

        /** Text of the plugin itself, not of users. */
        @NonNull
        public String getHelpHtml() throws IOException {
            return BundledLibrary.help(name);
        }

        @Override
        @NonNull
        public Object getValue(@NonNull CpsScript script) {
            throw new UnsupportedOperationException(name + " comes from the library " + BundledLibrary.NAME);
        }
    }
}
