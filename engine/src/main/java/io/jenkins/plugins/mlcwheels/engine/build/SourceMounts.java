package io.jenkins.plugins.mlcwheels.engine.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
 * or the folder where there is none, and what git needs of other places, which keeps its place: the repository of a linked
 * work tree or a submodule, and objects that are borrowed from another repository. Whoever writes the source chooses what
 * is named there, so only what is of git's is taken, and nothing that a symbolic link leads to.
 *
 * @param top the repository's top directory, or the folder; a real path
 * @param folder the source, in it
 * @param beside git directories and directories of objects outside {@code top}
 */
record SourceMounts(Path top, Path folder, List<Path> beside) {

    private static final String GIT = ".git";
    private static final String OBJECTS = "objects";
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
            gitDirectory(top).flatMap(SourceMounts::common).ifPresent(common -> addRepository(common, all));
        }
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
                ? Optional.of(real(git))
                : text(git).filter(text -> text.startsWith(GIT_FILE)).map(text -> tree.resolve(
                                text.substring(GIT_FILE.length()))
                        .normalize());
    }

    /** The git directory of the whole repository, of which a linked work tree has a part; empty if it is none. */
    private static Optional<Path> common(Path git) {
        Path common = text(git.resolve("commondir"))
                .map(name -> git.resolve(name).normalize())
                .orElse(git);
        return Optional.of(common)
                .filter(directory -> hasHead(git)
                        && hasHead(directory)
                        && Files.isDirectory(directory.resolve("refs"))
                        && Files.isDirectory(directory.resolve(OBJECTS)));
    }

    private static boolean hasHead(Path git) {
        return Files.exists(git.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a directory is one of git's objects, and not called like one by a link only. */
    private static boolean isStore(Path directory) {
        return Files.isDirectory(directory)
                && real(directory).endsWith(OBJECTS)
                && (Files.isDirectory(directory.resolve("pack")) || Files.isDirectory(directory.resolve("info")));
    }

    private static void addRepository(Path git, Set<Path> all) {
        all.add(git);
        addStores(git.resolve(OBJECTS), all);
        walk(git.resolve("modules"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                if (!directory.endsWith(OBJECTS)) {
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
                .filter(SourceMounts::isStore)
                .filter(all::add)
                .forEach(store -> addStores(store, all)));
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
