package io.jenkins.plugins.mlcwheels.library;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The files of the library as they lie in the plugin's jar, or in its directory while it is developed. */
final class BundledLibrary {

    /** What pipelines ask for. */
    static final String NAME = "mlc-wheels";

    /** The variables, in the order in which help lists them. */
    static final List<String> VARIABLES = List.of("mlcPipeline", "mlcCheckout", "mlcToolchainImage");

    /** Folder of the library in the jar; one of its own, since vars/ at the top would land on the class path. */
    private static final String FOLDER = "io/jenkins/plugins/mlcwheels/pipeline-library/";

    private BundledLibrary() {}

    /** Copies the library, as a shared library is laid out, into a directory. */
    static void copyTo(@NonNull FilePath target) throws IOException, InterruptedException {
        URL variable = find("vars/" + VARIABLES.get(0) + ".groovy");
        if (variable.getProtocol().equals("jar")) {
            copyFromJar(variable, target);
        } else {
            Path library = Path.of(URI.create(variable.toString())).resolve("../..");
            new FilePath(library.normalize().toFile()).copyRecursiveTo(target);
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

    /** The help of a variable, as HTML. */
    @NonNull
    static String help(@NonNull String variable) throws IOException {
        URLConnection connection = find("vars/" + variable + ".txt").openConnection();
        connection.setUseCaches(false);
        try (InputStream content = connection.getInputStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static URL find(String file) throws IOException {
        URL found = BundledLibrary.class.getClassLoader().getResource(FOLDER + file);
        if (found == null) {
            throw new IOException("the plugin lacks " + FOLDER + file);
        }
        return found;
    }
}
