package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.platform.NamePatterns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The libraries that loading one ELF file would pull in, found by the loader's rules: each name once, depth first, in
 * the RPATH of the file that started it and of the file that needs it, its RUNPATH, and the host's directories.
 */
final class LibraryTree {

    /**
     * A library of the tree.
     *
     * @param elf null if it was not found
     * @param needed without those that are excluded
     * @param assumed whether it counts as found all the same, because systems have it
     */
    record Library(String soname, ElfFacts elf, List<String> needed, boolean assumed) {

        boolean isFound() {
            return elf != null;
        }

        boolean isResolved() {
            return isFound() || assumed;
        }

        boolean isInWheel() {
            return elf != null && !elf.path().startsWith("/");
        }
    }

    private final ElfFacts root;
    private final List<String> needed;
    private final Map<String, Library> libraries;

    LibraryTree(ElfFacts root, List<String> needed, Map<String, Library> libraries) {
        this.root = root;
        this.needed = needed;
        this.libraries = libraries;
    }

    ElfFacts root() {
        return root;
    }

    /** What the root itself needs, without what is excluded. */
    List<String> needed() {
        return needed;
    }

    Map<String, Library> libraries() {
        return libraries;
    }

    boolean isResolved() {
        for (Library library : libraries.values()) {
            if (!library.isResolved()) {
                return false;
            }
        }
        return true;
    }

    /** Whether the file is one of the libraries. */
    boolean contains(ElfFacts elf) {
        for (Library library : libraries.values()) {
            if (library.elf() == elf) {
                return true;
            }
        }
        return false;
    }

    LibraryTree with(Map<String, Library> others) {
        return new LibraryTree(root, needed, others);
    }

    /** Finds libraries for all the trees of one wheel. */
    static final class Finder {
        private final WheelFiles files;
        private final HostLibraries host;
        private final NamePatterns excludes;
        private final Predicate<String> assumed;

        /** @param assumed tells of a name that was not found whether systems have it */
        Finder(WheelFiles files, HostLibraries host, NamePatterns excludes, Predicate<String> assumed) {
            this.files = files;
            this.host = host;
            this.excludes = excludes;
            this.assumed = assumed;
        }

        LibraryTree tree(ElfFacts root) {
            Map<String, Library> libraries = new LinkedHashMap<>();
            Optional<String> interpreter = root.linkage().interpreter();
            if (interpreter.isPresent()) {
                String loader = interpreter.get().substring(interpreter.get().lastIndexOf('/') + 1);
                libraries.put(loader, new Library(loader, null, List.of(), true));
            }
            return new LibraryTree(root, visit(root, root, libraries), libraries);
        }

        /** @return what the file needs, without what is excluded */
        private List<String> visit(ElfFacts elf, ElfFacts root, Map<String, Library> libraries) {
            List<String> wanted = elf.linkage().needed();
            if (wanted.isEmpty()) {
                return wanted;
            }
            Set<String> path = searchPath(elf, root);
            List<String> kept = new ArrayList<>(wanted.size());
            for (String soname : wanted) {
                if (libraries.containsKey(soname)) {
                    kept.add(soname);
                } else if (!excludes.match(soname)) {
                    Library found = resolve(soname, elf, path);
                    if (found.isFound() && excludes.match(found.elf().path())) {
                        continue;
                    }
                    kept.add(soname);
                    libraries.put(soname, found);
                    if (found.isFound()) {
                        List<String> below = visit(found.elf(), root, libraries);
                        libraries.put(soname, new Library(soname, found.elf(), below, false));
                    }
                }
            }
            return kept;
        }

        private Library resolve(String soname, ElfFacts elf, Set<String> path) {
            int slash = soname.lastIndexOf('/');
            if (slash >= 0) {
                return new Library(soname, atPath(soname, slash, elf), List.of(), false);
            }
            if (!ElfFacts.isLibPython(soname)) {
                for (String directory : path) {
                    ElfFacts found = directory.startsWith("/")
                            ? host.find(directory, soname, elf.platform()).orElse(null)
                            : files.elf(directory, soname);
                    if (found != null && found.platform().isCompatibleWith(elf.platform())) {
                        return new Library(soname, found, List.of(), false);
                    }
                }
            }
            return new Library(soname, null, List.of(), assumed.test(soname));
        }

        /** What was linked with a library that has no SONAME may need it by its path, which the loader opens as it is. */
        private ElfFacts atPath(String path, int slash, ElfFacts elf) {
            return path.startsWith("/")
                    ? host.find(path.substring(0, slash + 1), path.substring(slash + 1), elf.platform())
                            .filter(found -> found.platform().isCompatibleWith(elf.platform()))
                            .orElse(null)
                    : null;
        }

        private Set<String> searchPath(ElfFacts elf, ElfFacts root) {
            Set<String> path = new LinkedHashSet<>();
            List<String> rootRunpath = SearchPath.directories(root.linkage().runpath(), root, files);
            if (rootRunpath.isEmpty()) {
                path.addAll(SearchPath.directories(root.linkage().rpath(), root, files));
            }
            List<String> runpath = SearchPath.directories(elf.linkage().runpath(), elf, files);
            if (runpath.isEmpty()) {
                path.addAll(SearchPath.directories(elf.linkage().rpath(), elf, files));
            }
            path.addAll(runpath);
            path.addAll(host.searchedFirst());
            path.addAll(rootRunpath);
            path.addAll(host.searchedLast(root.linkage().interpreter()));
            return path;
        }
    }
}
