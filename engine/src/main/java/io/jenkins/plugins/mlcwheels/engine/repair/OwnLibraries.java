package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts;
import io.jenkins.plugins.mlcwheels.engine.wheel.InstalledPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The libraries that a wheel has already among its packages, by file name and by SONAME. */
final class OwnLibraries {

    private final Map<String, Set<ElfFacts>> byName = new HashMap<>();

    /** @param elfs all of the wheel */
    OwnLibraries(Collection<ElfFacts> elfs) {
        for (ElfFacts elf : elfs) {
            if (!elf.isProgram() && !InstalledPath.isApart(elf.path())) {
                add(elf.fileName(), elf);
                elf.linkage().soname().ifPresent(soname -> add(soname, elf));
            }
        }
    }

    private void add(String name, ElfFacts elf) {
        byName.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(elf);
    }

    /** Those that a needed name may mean, by file name or SONAME. */
    List<ElfFacts> named(String needed) {
        String name = needed.substring(needed.lastIndexOf('/') + 1);
        return List.copyOf(byName.getOrDefault(name, Set.of()));
    }

    /**
     * The library that a file finds under a name if its search path leads to the right directory.
     *
     * @param place of the file that needs it
     * @throws RepairFailedException if the wheel has several, none of them beside the file
     */
    Optional<ElfFacts> reachable(String wheel, ElfFacts needing, String place, String needed) {
        List<ElfFacts> found = new ArrayList<>();
        for (ElfFacts library : named(needed)) {
            if (library.fileName().equals(needed) && library.platform().isCompatibleWith(needing.platform())) {
                if (directory(library.path()).equals(directory(place))) {
                    return Optional.of(library);
                }
                found.add(library);
            }
        }
        if (found.size() > 1) {
            throw new RepairFailedException(
                    wheel + ": " + needed + ", which " + needing.path() + " needs, is in the wheel as "
                            + found.get(0).path() + " and as " + found.get(1).path(),
                    "Link " + needing.path() + " with -Wl,-rpath and the directory of the right one, from $ORIGIN.");
        }
        return found.stream().findFirst();
    }

    /** The directory that a file of the wheel gets installed in, relative to that of the packages. */
    static String directory(String path) {
        return InstalledPath.directory(InstalledPath.of(path));
    }

    /** How to link a file so that it finds a library of the wheel, as the linker's option in shell quotes. */
    static String linkerOption(String needing, String library) {
        return "-Wl,-rpath,'" + InstalledPath.fromOrigin(directory(needing), directory(library)) + "'";
    }
}
