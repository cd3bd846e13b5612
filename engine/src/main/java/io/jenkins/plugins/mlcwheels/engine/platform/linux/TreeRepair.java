package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.platform.linux.LibraryTree.Library;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Completes the trees of libraries that are no Python extensions. Such a library need not find what it needs by itself
 * if whoever loads it has loaded that before; so where a complete tree contains the library, what the library misses
 * is taken from there. The same assumption as auditwheel's.
 */
final class TreeRepair {

    private final List<LibraryTree> complete = new ArrayList<>();

    TreeRepair(Iterable<LibraryTree> extensions, Iterable<LibraryTree> others) {
        addComplete(extensions);
        addComplete(others);
    }

    private void addComplete(Iterable<LibraryTree> trees) {
        for (LibraryTree tree : trees) {
            if (tree.isResolved()) {
                complete.add(tree);
            }
        }
    }

    LibraryTree complete(LibraryTree tree) {
        if (tree.isResolved()) {
            return tree;
        }
        for (LibraryTree reference : complete) {
            if (reference.contains(tree.root())) {
                return tree.with(merged(tree.libraries(), reference.libraries()));
            }
        }
        return tree;
    }

    private static Map<String, Library> merged(Map<String, Library> own, Map<String, Library> reference) {
        Map<String, Library> merged = new LinkedHashMap<>(own);
        Deque<String> wanted = new ArrayDeque<>();
        for (Library library : own.values()) {
            if (!library.isResolved()) {
                wanted.add(library.soname());
            }
        }
        while (!wanted.isEmpty()) {
            Library known = reference.get(wanted.poll());
            if (known != null) {
                merged.put(known.soname(), known);
                for (String needed : known.needed()) {
                    if (!merged.containsKey(needed)) {
                        wanted.add(needed);
                    }
                }
            }
        }
        return merged;
    }
}
