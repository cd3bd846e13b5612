package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.audit.ElfFacts;
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
import java.util.regex.Pattern;

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

    private static final Pattern LIBPYTHON = Pattern.compile("libpython\\d+\\.\\d+m?\\.so(\\.\\d+)*");

    /** Whether the library is Python itself, which the process has already and no wheel may bring. */
    static boolean isLibPython(String soname) {
        return LIBPYTHON.matcher(soname).matches();
    }

    /**
     * @param needs by the path of the ELF file that needs any, directly or not: SONAMEs of external libraries with their
     *     files
     * @param elfs the wheel's ELF files by path
     * @param grafts by file
     */
    static RepairPlan of(
            WheelFilename source,
            TargetPlatform target,
            SortedMap<String, Map<String, Path>> needs,
            Map<String, ElfFacts> elfs,
            Map<Path, LibraryGraft> grafts,
            SortedMap<String, ElfPatch> graftPatches) {
        String distribution = source.distribution();
        String directory = distribution + ".libs";
        SortedMap<String, ElfPatch> patches = new TreeMap<>();
        SortedMap<String, String> moved = new TreeMap<>();
        needs.forEach((path, libraries) -> {
            boolean grafted = !libraries.isEmpty();
            String place = InstalledPath.of(path);
            if (grafted && InstalledPath.isScript(path)) {
                place = ScriptShim.programPath(distribution, path);
                moved.put(path, place);
            }
            patches.put(path, wheelPatch(elfs.get(path), place, grafted ? directory : null, names(libraries, grafts)));
        });
        return new RepairPlan(
                source.withPlatformTags(target.tags()), directory, distinct(grafts), graftPatches, patches, moved);
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

    private static ElfPatch wheelPatch(ElfFacts elf, String place, String directory, Map<String, String> names) {
        Optional<List<String>> rpath = Optional.empty();
        if (directory != null) {
            String own = InstalledPath.directory(place);
            Set<String> entries = new LinkedHashSet<>();
            searchPath(elf).stream()
                    .filter(entry -> InstalledPath.staysInside(entry, own))
                    .forEach(entries::add);
            entries.add(InstalledPath.fromOrigin(own, directory));
            rpath = Optional.of(new ArrayList<>(entries));
        }
        return new ElfPatch(Optional.empty(), directNeeds(elf, names), pythons(elf), rpath);
    }

    private static List<String> searchPath(ElfFacts elf) {
        return elf.linkage().runpath().isEmpty()
                ? elf.linkage().rpath()
                : elf.linkage().runpath();
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

    private static Set<String> pythons(ElfFacts elf) {
        Set<String> found = new TreeSet<>();
        elf.linkage().needed().stream().filter(RepairPlan::isLibPython).forEach(found::add);
        return found;
    }
}
