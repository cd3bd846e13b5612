package io.jenkins.plugins.mlcwheels.engine.repair;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the dynamic loader of a machine looks for libraries that nothing else says the place of: the directories of
 * {@code ld.so.conf} with what that includes, then the loader's own; for musl those of {@code ld-musl-*.path}.
 */
final class LoaderConfiguration {

    private static final List<String> GLIBC_DEFAULTS = List.of("/lib", "/lib64", "/usr/lib", "/usr/lib64");
    private static final List<String> MUSL_DEFAULTS = List.of("/lib", "/usr/local/lib", "/usr/lib");
    private static final int MAX_FILES = 1000;

    private final Path sysroot;
    private final Set<Path> read = new HashSet<>();

    /** @param sysroot directory that stands for {@code /} */
    LoaderConfiguration(Path sysroot) {
        this.sysroot = sysroot;
    }

    /** Absolute directories of the machine, sysroot included, in the order in which glibc's loader searches. */
    List<String> glibc() {
        Set<String> directories = new LinkedHashSet<>();
        readConf(below("/etc/ld.so.conf"), directories);
        GLIBC_DEFAULTS.forEach(directory -> directories.add(below(directory).toString()));
        return List.copyOf(directories);
    }

    /** The same for musl's. */
    List<String> musl() {
        Set<String> directories = new LinkedHashSet<>();
        for (Path file : matching(below("/etc"), "ld-musl-*.path")) {
            for (String line : lines(file)) {
                for (String entry : line.split(":")) {
                    add(entry.strip(), directories);
                }
            }
        }
        if (directories.isEmpty()) {
            MUSL_DEFAULTS.forEach(directory -> add(directory, directories));
        }
        return List.copyOf(directories);
    }

    /** Whether the machine's C library is musl. */
    boolean isMusl() {
        return !Files.exists(below("/etc/ld.so.conf"))
                && !matching(below("/lib"), "ld-musl-*.so.1").isEmpty();
    }

    private void readConf(Path file, Set<String> directories) {
        if (read.size() >= MAX_FILES || !read.add(file.normalize())) {
            return;
        }
        for (String raw : lines(file)) {
            String line = raw.split("#", 2)[0].strip();
            if (line.startsWith("include ") || line.startsWith("include\t")) {
                for (String pattern : line.substring(8).strip().split("\\s+")) {
                    include(file, pattern, directories);
                }
            } else {
                // Old entries name the library type behind a '='.
                add(line.split("=", 2)[0].strip(), directories);
            }
        }
    }

    private void include(Path from, String pattern, Set<String> directories) {
        try {
            Path path = pattern.startsWith("/") ? below(pattern) : from.resolveSibling(pattern);
            Path name = path.getFileName();
            if (name != null) {
                matching(path.getParent(), name.toString()).forEach(file -> readConf(file, directories));
            }
        } catch (InvalidPathException unusable) {
            // A pattern that is not a path includes nothing.
            return;
        }
    }

    private void add(String directory, Set<String> directories) {
        if (directory.startsWith("/")) {
            directories.add(below(directory).toString());
        }
    }

    private Path below(String absolute) {
        return sysroot.resolve(absolute.substring(1)).normalize();
    }

    /** Sorted, as glob(3) does. */
    private static List<Path> matching(Path directory, String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, pattern)) {
            files.forEach(found::add);
        } catch (IOException missing) {
            return List.of();
        }
        found.sort(null);
        return found;
    }

    /** A file that can't be read has no lines: the loader goes on without it as well. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException missing) {
            return List.of();
        }
    }
}
