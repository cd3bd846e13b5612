package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * One digest of all that a build takes from its source: the files that the build's copy has, with their modes and the
 * places of links, and what git says of the commit. Without git, all files count.
 */
final class SourceDigest {

    private static final String GIT = ".git";

    private final List<Path> outputs;
    private final SortedMap<String, String> parts = new ConcurrentSkipListMap<>();
    private final Path top;

    private SourceDigest(Path top, List<Path> outputs) {
        this.top = top;
        this.outputs = outputs;
    }

    /**
     * @param source a folder of a repository, or one for itself
     * @param outputs directories that builds write to; nothing in them counts
     */
    static String of(Path source, List<Path> outputs) throws IOException {
        Path folder = source.toRealPath();
        Path top = folder;
        while (top != null && !Files.exists(top.resolve(GIT))) {
            top = top.getParent();
        }
        List<Path> left = new ArrayList<>();
        for (Path output : outputs) {
            left.add(
                    Files.exists(output)
                            ? output.toRealPath()
                            : output.toAbsolutePath().normalize());
        }
        SourceDigest digest = new SourceDigest(top == null ? folder : top, left);
        if (top == null || !digest.addRepository(top) || digest.isIgnored(folder)) {
            digest.parts.clear();
            digest.addFolder(folder);
        }
        digest.parts.put(
                "",
                folder.equals(digest.top) ? "" : digest.top.relativize(folder).toString());
        return Sha256.of(digest.parts.toString());
    }

    /** False if git can't be asked. */
    private boolean addRepository(Path repository) throws IOException {
        List<String> files = git(repository, "ls-files", "--cached", "--others", "--exclude-standard");
        if (files == null) {
            return false;
        }
        List<Path> regular = new ArrayList<>();
        for (String name : files) {
            Path file = repository.resolve(unquoted(name));
            if (outputs.stream().anyMatch(file::startsWith)) {
                continue;
            }
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                if (Files.exists(file.resolve(GIT))) {
                    addRepository(file);
                }
            } else {
                regular.add(file);
            }
        }
        addAll(regular);
        String about = String.valueOf(git(repository, "describe", "--tags", "--long", "--always", "--abbrev=40"));
        parts.put(name(repository) + "/" + GIT, about + git(repository, "tag", "--points-at", "HEAD"));
        return true;
    }

    /** Git quotes names with quotes, backslashes and control characters, as C does. */
    private static String unquoted(String name) {
        return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1).translateEscapes()
                : name;
    }

    private boolean isIgnored(Path folder) {
        return !folder.equals(top)
                && git(
                                top,
                                "check-ignore",
                                "--quiet",
                                "--",
                                top.relativize(folder).toString())
                        != null;
    }

    private void addFolder(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return outputs.contains(directory) || directory.endsWith(GIT)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        addAll(files);
    }

    private void addAll(List<Path> files) throws IOException {
        try {
            files.parallelStream().forEach(file -> parts.put(name(file), content(file)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private String name(Path file) {
        return top.relativize(file).toString();
    }

    private static String content(Path file) {
        try {
            if (Files.isSymbolicLink(file)) {
                return "link " + Files.readSymbolicLink(file);
            }
            if (!Files.isRegularFile(file)) {
                return "none";
            }
            return (Files.isExecutable(file) ? "program " : "file ") + Sha256.of(file);
        } catch (NoSuchFileException deletedMeanwhile) {
            return "none";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines of what git says; null if it ends with an error. */
    private static List<String> git(Path repository, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "-u", "GIT_DIR", "-u", "GIT_WORK_TREE", "-u"));
        command.addAll(List.of(
                "GIT_INDEX_FILE",
                "git",
                "-c",
                "safe.directory=*",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "core.quotePath=false"));
        command.addAll(List.of(arguments));
        List<String> lines = new ArrayList<>();
        ProgressListener collect = event -> {
            if (event instanceof ProgressListener.Output line) {
                lines.add(line.line());
            }
        };
        int exit = ProcessTree.run(new ProcessSpec(command, repository, Map.of("LC_ALL", "C.UTF-8")), collect);
        return exit == 0 ? lines : null;
    }
}
