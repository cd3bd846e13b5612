package io.jenkins.plugins.mlcwheels.library;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.PluginWrapper;
import hudson.model.Descriptor;
import hudson.model.DescriptorVisibilityFilter;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.libs.LibraryRetriever;
import org.jenkinsci.plugins.workflow.libs.LibraryRetrieverDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * Copies the library out of the plugin's own jar into the build, which thereby keeps the version it began with. A build
 * that asks for another version than the plugin's is told so.
 */
public final class BundledLibraryRetriever extends LibraryRetriever {

    @DataBoundConstructor
    public BundledLibraryRetriever() {}

    /** The plugin's version, without what a development build adds in brackets. */
    static String version() {
        PluginWrapper plugin = Jenkins.get().getPluginManager().getPlugin("mlc-wheels");
        return plugin == null ? "bundled" : plugin.getVersion().replaceAll("[^A-Za-z0-9._-].*", "");
    }

    @Override
    public void retrieve(
            @NonNull String name,
            @NonNull String version,
            boolean changelog,
            @NonNull FilePath target,
            @NonNull Run<?, ?> run,
            @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        retrieve(name, version, target, run, listener);
    }

    @Override
    public void retrieve(
            @NonNull String name,
            @NonNull String version,
            @NonNull FilePath target,
            @NonNull Run<?, ?> run,
            @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        if (!version.equals(version())) {
            throw new AbortException("The library " + name + " is part of the plugin MLC Wheels, whose version here is "
                    + version() + ", not " + version
                    + ". Leave the version out, or configure a shared library of that name.");
        }
        BundledLibrary.copyTo(target);
    }

    /** Names the retriever; {@link Hidden} keeps it out of forms. */
    @Extension(optional = true)
    public static final class DescriptorImpl extends LibraryRetrieverDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.BundledLibraryRetriever_displayName();
        }
    }

    /** Keeps the retriever out of forms: there is nothing to configure. */
    @Extension(optional = true)
    public static final class Hidden extends DescriptorVisibilityFilter {
        @Override
        public boolean filter(@CheckForNull Object context, @NonNull Descriptor descriptor) {
            return !(descriptor instanceof DescriptorImpl);
        }
    }
}
