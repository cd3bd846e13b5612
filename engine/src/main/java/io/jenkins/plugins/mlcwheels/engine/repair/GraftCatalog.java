package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns the paths of external libraries into grafts: their hash, their name in the wheel, the package they are from. */
final class GraftCatalog {

    private GraftCatalog() {}

    /**
     * @param needs SONAMEs and the files that they mean, for each file that needs any
     * @return grafts by path; SONAMEs that lead to the same file share one
     */
    static SortedMap<Path, LibraryGraft> of(Iterable<Map<String, Path>> needs, Path sysroot) throws IOException {
        SortedMap<Path, Set<String>> sonames = new TreeMap<>();
        needs.forEach(libraries -> libraries.forEach((soname, file) ->
                sonames.computeIfAbsent(file, key -> new TreeSet<>()).add(soname)));
        Map<Path, OwningPackage> owners = new PackageDatabase(sysroot).ownersOf(sonames.keySet());
        SortedMap<Path, LibraryGraft> grafts = new TreeMap<>();
        for (Map.Entry<Path, Set<String>> library : sonames.entrySet()) {
            Path file = library.getKey();
            String hash = Sha256.of(file);
            grafts.put(
                    file,
                    new LibraryGraft(
                            file,
                            List.copyOf(library.getValue()),
                            hash,
                            LibraryGraft.nameFor(String.valueOf(file.getFileName()), hash),
                            Optional.ofNullable(owners.get(file))));
        }
        return grafts;
    }
}
