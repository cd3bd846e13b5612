package io.jenkins.plugins.mlcwheels.engine.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a container has to see so that the script finds there what it finds here: the repository that a source lies in,
 * or the folder where there is none, and what these refer to elsewhere, which keeps its place: the repository of a linked
 * work tree or a submodule, objects that are borrowed from another repository, and what symbolic links lead to.
 *
 * @param top the repository's top directory, or the folder; a real path
 * @param folder the source, in it
 * @param beside directories and files outside {@code top}
 */
record SourceMounts(Path top, Path folder, List<Path> beside) {

    /** Links to these stay links; the container has its own. */
    private static final List<Path> OF_THE_MACHINE =
            List.of("bin", "dev", "etc", "lib", "lib64", "proc", "run", "sbin", "sys", "usr").stream()
                    .map(name -> Path.of("/" + name))
                    .toList();

    private static final String GIT = ".git";
    private static final String GIT_FILE = "gitdir: ";

    /** Looks around a source tree; what can't be read is passed over, as the script will say so. */
    static SourceMounts of(Path root) {
        Path folder = real(root);
        Path top = folder;
        while (top != null && !Files.exists(top.resolve(GIT))) {
            top = top.getParent();
        }
        Set<Path> all = new LinkedHashSet<>();
        if (top == null) {
            top = folder;
        } else {
            gitDirectory(top).map(SourceMounts::common).ifPresent(common -> addRepository(common, all));
        }
        addLinks(top, all);
        List<Path> beside = new ArrayList<>();
        for (Path path : all) {
            if (!path.startsWith(top) && beside.stream().noneMatch(path::startsWith)) {
                beside.add(path);
            }
        }
        return new SourceMounts(top, folder, List.copyOf(beside));
    }

    private static Path real(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> gitDirectory(Path tree) {
        Path git = tree.resolve(GIT);
        return Files.isDirectory(git)
                ? Optional.of(git)
                : text(git).filter(text -> text.startsWith(GIT_FILE)).map(text -> tree.resolve(
                                text.substring(GIT_FILE.length()))
                        .normalize());
    }

    /** Of a linked work tree: the git directory of the repository that it belongs to. */
    private static Path common(Path git) {
        return text(git.resolve("commondir"))
                .map(common -> git.resolve(common).normalize())
                .orElse(git);
    }

    private static void addRepository(Path git, Set<Path> all) {
        all.add(git);
        addStores(git.resolve("objects"), all);
        walk(git.resolve("modules"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                if (!directory.endsWith("objects")) {
                    return FileVisitResult.CONTINUE;
                }
                addStores(directory, all);
                return FileVisitResult.SKIP_SUBTREE;
            }
        });
    }

    private static void addStores(Path objects, Set<Path> all) {
        text(objects.resolve("info/alternates")).ifPresent(text -> text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("\""))
                .map(line -> objects.resolve(line).normalize())
                .filter(Files::isDirectory)
                .filter(all::add)
                .forEach(store -> addStores(store, all)));
    }

    private static void addLinks(Path top, Set<Path> all) {
        walk(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return directory.endsWith(GIT) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink() && Files.exists(file)) {
                    Path target = file.toRealPath();
                    if (!top.startsWith(target) && OF_THE_MACHINE.stream().noneMatch(target::startsWith)) {
                        all.add(target);
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void walk(Path directory, SimpleFileVisitor<Path> visitor) {
        try {
            if (Files.isDirectory(directory)) {
                Files.walkFileTree(directory, visitor);
            }
        } catch (IOException unreadable) {
            // The script says so when it comes to it.
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(Files.readString(file, StandardCharsets.UTF_8).stripTrailing())
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Where a container that has {@code top} at a place has a path; empty if it does not. */
    Optional<String> inContainer(Path path, String place) {
        Path real = path.toAbsolutePath().normalize();
        return real.startsWith(top)
                ? Optional.of(real.equals(top) ? place : place + "/" + top.relativize(real))
                : Optional.empty();
    }
}
