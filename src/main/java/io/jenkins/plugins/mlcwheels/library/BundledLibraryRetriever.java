package io.jenkins.plugins.mlcwheels.library;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.PluginWrapper;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.libs.LibraryRetriever;
import org.jenkinsci.plugins.workflow.libs.LibraryRetrieverDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * Copies the library out of the plugin's own jar into the build, which thereby keeps the version it began with. A build
 * that asks for another version than the plugin's is told so.
 */
public final class BundledLibraryRetriever extends LibraryRetriever {

    /** Folder of the library in the jar; one of its own, since vars/ at the top would land on the class path. */
    private static final String FOLDER = "io/jenkins/plugins/mlcwheels/pipeline-library/";

    @DataBoundConstructor
    public BundledLibraryRetriever() {}

    static String version() {
        PluginWrapper plugin = Jenkins.get().getPluginManager().whichPlugin(BundledLibraryRetriever.class);
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
        URL folder = BundledLibraryRetriever.class.getClassLoader().getResource(FOLDER + "vars/mlcPipeline.groovy");
        if (folder == null) {
            throw new IOException("the plugin's jar lacks " + FOLDER);
        }
        if (folder.getProtocol().equals("jar")) {
            copyFromJar(folder, target);
        } else {
            // A plugin under development is a directory.
            new FilePath(Path.of(URI.create(folder.toString()))
                            .getParent()
                            .getParent()
                            .toFile())
                    .copyRecursiveTo(target);
        }
    }

    private static void copyFromJar(URL inside, FilePath target) throws IOException, InterruptedException {
        JarURLConnection connection = (JarURLConnection) inside.openConnection();
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().startsWith(FOLDER) && !entry.isDirectory()) {
                    try (InputStream content = jar.getInputStream(entry)) {
                        target.child(entry.getName().substring(FOLDER.length())).copyFrom(content);
                    }
                }
            }
        }
    }

    /** Not to be chosen in a form: there is nothing to configure. */
    @Extension(optional = true)
    public static final class DescriptorImpl extends LibraryRetrieverDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return "Part of MLC Wheels";
        }
    }
}
