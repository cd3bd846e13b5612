package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.audit.ElfFacts;
import io.jenkins.plugins.mlcwheels.engine.wheel.InstalledPath;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
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
     * @param needs SONAMEs of external libraries by the path of the ELF file that needs them, directly or not
     * @param elfs the wheel's ELF files by path
     * @param grafts by SONAME
     * @param copies what is known of the libraries to be copied, by graft name
     */
    static RepairPlan of(
            WheelFilename source,
            TargetPlatform target,
            SortedMap<String, Set<String>> needs,
            Map<String, ElfFacts> elfs,
            Map<String, LibraryGraft> grafts,
            Map<String, ElfFacts> copies) {
        String distribution = source.distribution();
        String directory = distribution + ".libs";
        Map<String, String> names = new LinkedHashMap<>();
        grafts.forEach((soname, graft) -> names.put(soname, graft.name()));

        SortedMap<String, ElfPatch> patches = new TreeMap<>();
        SortedMap<String, String> moved = new TreeMap<>();
        needs.forEach((path, sonames) -> {
            boolean grafted = sonames.stream().anyMatch(names::containsKey);
            String place = InstalledPath.of(path);
            if (grafted && InstalledPath.isScript(path)) {
                place = ScriptShim.programPath(distribution, path);
                moved.put(path, place);
            }
            patches.put(path, wheelPatch(elfs.get(path), place, grafted ? directory : null, names));
        });

        SortedMap<String, ElfPatch> graftPatches = new TreeMap<>();
        copies.forEach((name, facts) -> graftPatches.put(name, graftPatch(name, facts, names)));
        return new RepairPlan(
                source.withPlatformTags(target.tags()), directory, distinct(grafts), graftPatches, patches, moved);
    }

    private static List<LibraryGraft> distinct(Map<String, LibraryGraft> grafts) {
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

    private static ElfPatch graftPatch(String name, ElfFacts library, Map<String, String> names) {
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
