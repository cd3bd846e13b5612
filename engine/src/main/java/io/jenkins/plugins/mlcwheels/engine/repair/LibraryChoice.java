package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which file of the machine a SONAME means for each file that needs it. Files of the wheel may mean different libraries
 * by one SONAME, since grafts have names of their own. But the loader may also find another one for the same file, by
 * the search path of whatever loads that file: then no name that is written into it is right.
 */
final class LibraryChoice {

    private final WheelFilename wheel;
    private final MachineLibraries machine;
    private final Map<String, List<ElfFacts>> elfs;
    private final Map<String, List<Path>> different = new HashMap<>();
    private final Map<String, Map<String, Path>> byFile = new HashMap<>();

    /** @param elfs those of the wheel */
    LibraryChoice(WheelFilename wheel, MachineLibraries machine, Collection<ElfFacts> elfs) {
        this.wheel = wheel;
        this.machine = machine;
        this.elfs = elfs.stream().collect(Collectors.groupingBy(LibraryChoice::nameOf));
    }

    /** The library itself, or one with the same content that was found under the same SONAME before. */
    Path oneOf(String soname, Path library) throws IOException {
        List<Path> known = different.computeIfAbsent(soname, name -> new ArrayList<>());
        for (Path other : known) {
            if (other.equals(library) || Files.mismatch(other, library) < 0) {
                return other;
            }
        }
        known.add(library);
        return library;
    }

    /**
     * Notes what loading one file of the wheel brings.
     *
     * @param libraries SONAME to file, of what comes from the machine
     * @throws RepairFailedException if something that is loaded gets another library than it got before
     */
    void note(ElfFacts root, Map<String, Path> libraries) {
        loaded(root).forEach(elf -> note(elf.path(), elf, libraries));
        libraries.values().forEach(file -> note(file.toString(), machine.facts(file.toString()), libraries));
    }

    private void note(String file, ElfFacts elf, Map<String, Path> libraries) {
        Map<String, Path> own = byFile.computeIfAbsent(file, path -> new LinkedHashMap<>());
        for (String soname : elf.linkage().needed()) {
            Path library = libraries.get(soname);
            Path other = library == null ? null : own.putIfAbsent(soname, library);
            if (other != null && !other.equals(library)) {
                throw new RepairFailedException(
                        wheel + ": " + soname + ", which " + file + " needs, is " + other + " or " + library
                                + ", depending on what loads it",
                        "Link all that need it with the same library, or search one directory only with --ldpath.");
            }
        }
    }

    /** The file and those of the wheel that it may load, by their names. */
    private Set<ElfFacts> loaded(ElfFacts root) {
        Set<ElfFacts> loaded = new LinkedHashSet<>();
        Deque<ElfFacts> todo = new ArrayDeque<>(List.of(root));
        while (!todo.isEmpty()) {
            ElfFacts elf = todo.pop();
            if (loaded.add(elf)) {
                elf.linkage().needed().forEach(soname -> elfs.getOrDefault(soname, List.of())
                        .forEach(todo::push));
            }
        }
        return loaded;
    }

    private static String nameOf(ElfFacts elf) {
        return elf.path().substring(elf.path().lastIndexOf('/') + 1);
    }

    /** SONAME to file, of what a library of the machine needs from there. */
    Map<String, Path> neededBy(Path library) {
        return byFile.getOrDefault(library.toString(), Map.of());
    }
}
