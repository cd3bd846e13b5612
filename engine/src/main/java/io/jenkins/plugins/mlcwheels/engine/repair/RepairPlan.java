package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts;
import io.jenkins.plugins.mlcwheels.engine.wheel.InstalledPath;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a repair does to a wheel, decided before anything is written.
 *
 * @param filename of the repaired wheel
 * @param directory that the grafts go to, such as {@code mlc_llm.libs}
 * @param grafts libraries to copy, sorted by name
 * @param graftPatches changes of the copies, by graft name
 * @param patches changes of the wheel's own ELF files, by path
 * @param movedPrograms programs that move in with the packages, old path to new
 */
record RepairPlan(
        WheelFilename filename,
        String directory,
        List<LibraryGraft> grafts,
        SortedMap<String, ElfPatch> graftPatches,
        SortedMap<String, ElfPatch> patches,
        SortedMap<String, String> movedPrograms) {

    /**
     * @param needs by the place of the ELF file that needs any, directly or not: SONAMEs of external libraries with
     *     their files
     * @param elfs the wheel's ELF files by place
     * @param grafts by file
     */
    static RepairPlan of(
            WheelFilename source,
            Placement placement,
            SortedMap<String, Map<String, Path>> needs,
            Map<String, ElfFacts> elfs,
            Map<Path, LibraryGraft> grafts,
            SortedMap<String, ElfPatch> graftPatches) {
        String directory = source.distribution() + ".libs";
        SortedMap<String, ElfPatch> patches = new TreeMap<>();
        SortedMap<String, String> moved = new TreeMap<>();
        Set<String> places = new TreeSet<>(needs.keySet());
        places.addAll(placement.searching());
        for (String place : places) {
            Map<String, Path> libraries = needs.getOrDefault(place, Map.of());
            String path = placement.entry(place);
            if (!path.equals(place)) {
                moved.put(path, place);
            }
            boolean searches = !libraries.isEmpty() || placement.searching().contains(place);
            Optional<List<String>> rpath = searches
                    ? Optional.of(rpath(elfs.get(place), libraries.isEmpty() ? null : directory))
                    : Optional.empty();
            patches.put(path, wheelPatch(elfs.get(place), rpath, names(libraries, grafts)));
        }
        return new RepairPlan(
                source.withPlatformTags(placement.target().tags()),
                directory,
                distinct(grafts),
                graftPatches,
                patches,
                moved);
    }

    /** SONAME to the name of the graft that it means. */
    static Map<String, String> names(Map<String, Path> libraries, Map<Path, LibraryGraft> grafts) {
        Map<String, String> names = new LinkedHashMap<>();
        libraries.forEach((soname, file) -> names.put(soname, grafts.get(file).name()));
        return names;
    }

    private static List<LibraryGraft> distinct(Map<Path, LibraryGraft> grafts) {
        SortedMap<String, LibraryGraft> byName = new TreeMap<>();
        grafts.values().forEach(graft -> byName.put(graft.name(), graft));
        return List.copyOf(byName.values());
    }

    private static ElfPatch wheelPatch(ElfFacts elf, Optional<List<String>> rpath, Map<String, String> names) {
        return new ElfPatch(Optional.empty(), directNeeds(elf, names), pythons(elf), rpath);
    }

    /** @param directory of the grafts; null if there are none */
    private static List<String> rpath(ElfFacts elf, String directory) {
        String own = OwnLibraries.directory(elf.path());
        Set<String> entries = new LinkedHashSet<>();
        Placement.searchPath(elf).stream()
                .filter(entry -> InstalledPath.staysInside(entry, own))
                .forEach(entries::add);
        if (directory != null) {
            entries.add(InstalledPath.fromOrigin(own, directory));
        }
        return new ArrayList<>(entries);
    }

    /** @param names SONAME to the name of the graft that it means for this library */
    static ElfPatch graftPatch(String name, ElfFacts library, Map<String, String> names) {
        Map<String, String> needs = directNeeds(library, names);
        return new ElfPatch(
                Optional.of(name),
                needs,
                pythons(library),
                Optional.of(needs.isEmpty() ? List.of() : List.of("$ORIGIN")));
    }

    private static Map<String, String> directNeeds(ElfFacts elf, Map<String, String> names) {
        Map<String, String> needs = new LinkedHashMap<>();
        for (String soname : elf.linkage().needed()) {
            if (names.containsKey(soname)) {
                needs.put(soname, names.get(soname));
            }
        }
        return needs;
    }

    /** Python as a library, which what is loaded into Python need not name; a program can't do without. */
    private static Set<String> pythons(ElfFacts elf) {
        return elf.isProgram() ? Set.of() : new TreeSet<>(elf.neededPythons());
    }
}
