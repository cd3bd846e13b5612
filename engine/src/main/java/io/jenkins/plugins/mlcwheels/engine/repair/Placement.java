package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.Verdict;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.WheelFacts;
import io.jenkins.plugins.mlcwheels.engine.wheel.InstalledPath;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Where a wheel's own files have to be, and where they have to search, so that they find the libraries that the wheel
 * has. A program in {@code scripts} that needs any library moves in with the packages, since from its place no relative
 * path leads there; it then searches the directories of the wheel's own libraries. Other files do so if that is asked.
 */
final class Placement {

    private static final int MOST_ROUNDS = 100;

    private final WheelFilename filename;
    private final boolean useOwn;
    private final OwnLibraries own;
    private final WheelFacts wheel;
    private final Map<String, ElfFacts> elfs = new LinkedHashMap<>();
    private final Map<String, String> places = new LinkedHashMap<>();
    private final Set<String> searching = new LinkedHashSet<>();

    private Verdict verdict;
    private TargetPlatform target;

    private Placement(WheelFilename filename, WheelFacts wheel, boolean useOwn) {
        this.filename = filename;
        this.wheel = wheel;
        this.useOwn = useOwn;
        this.own = new OwnLibraries(wheel.elfs());
        wheel.elfs().forEach(elf -> elfs.put(elf.path(), elf));
    }

    /**
     * Finds the places, by judging the wheel until nothing changes.
     *
     * @param judge says what the wheel, as it then is, needs from outside
     * @param aim says what a wheel of that verdict is repaired for
     * @throws RepairFailedException if the wheel has several libraries of a name
     */
    static Placement of(
            WheelFilename filename,
            WheelFacts wheel,
            boolean useOwn,
            Function<WheelFacts, Verdict> judge,
            Function<Verdict, TargetPlatform> aim) {
        Placement placement = new Placement(filename, wheel, useOwn);
        for (int round = 0; ; round++) {
            placement.verdict = judge.apply(placement.facts());
            placement.target = aim.apply(placement.verdict);
            if (round == MOST_ROUNDS || !placement.change(placement.external())) {
                return placement;
            }
        }
    }

    /** What each ELF file, by its place, needs from outside, with the file on the machine if it was found. */
    Map<String, Map<String, Optional<String>>> external() {
        return verdict.externalLibrariesByElf(target.promised());
    }

    Verdict verdict() {
        return verdict;
    }

    TargetPlatform target() {
        return target;
    }

    private boolean change(Map<String, Map<String, Optional<String>>> needs) {
        boolean changed = false;
        for (Map.Entry<String, Map<String, Optional<String>>> need : needs.entrySet()) {
            List<String> libraries = need.getValue().keySet().stream()
                    .filter(soname -> !ElfFacts.isLibPython(soname))
                    .toList();
            ElfFacts elf = elfs.get(entry(need.getKey()));
            boolean program = elf.isProgram() && InstalledPath.isScript(entry(need.getKey()));
            if (!libraries.isEmpty() && (program || useOwn)) {
                changed |= program && move(elf, entry(need.getKey()));
                changed |= search(elfs.get(entry(need.getKey())), libraries, program);
            }
        }
        return changed;
    }

    private boolean move(ElfFacts program, String entry) {
        String place = ScriptShim.programPath(filename.distribution(), entry);
        if (places.putIfAbsent(place, entry) != null) {
            return false;
        }
        elfs.put(entry, program.at(place, List.of()));
        return true;
    }

    /** What a program searches counts for all that it loads. */
    private boolean search(ElfFacts elf, List<String> libraries, boolean program) {
        String home = OwnLibraries.directory(elf.path());
        Set<String> entries = new LinkedHashSet<>(searchPath(elf));
        int before = entries.size();
        for (String soname : libraries) {
            if (program || elf.linkage().needed().contains(soname)) {
                own.reachable(filename.toString(), elf, elf.path(), soname)
                        .ifPresent(library ->
                                entries.add(InstalledPath.fromOrigin(home, OwnLibraries.directory(library.path()))));
            }
        }
        if (entries.size() == before || InstalledPath.isApart(elf.path())) {
            return false;
        }
        searching.add(elf.path());
        elfs.put(entry(elf.path()), elf.at(elf.path(), new ArrayList<>(entries)));
        return true;
    }

    /** The entries by which the loader searches for what a file needs: RUNPATH where there is one, else RPATH. */
    static List<String> searchPath(ElfFacts elf) {
        return elf.linkage().runpath().isEmpty()
                ? elf.linkage().rpath()
                : elf.linkage().runpath();
    }

    /** The wheel as it then is. */
    WheelFacts facts() {
        return places.isEmpty() && searching.isEmpty() ? wheel : wheel.withElfs(List.copyOf(elfs.values()));
    }

    /** The path in the source wheel of what then is at a place. */
    String entry(String place) {
        return places.getOrDefault(place, place);
    }

    /** Files, by their place then, that search more directories than before. */
    Set<String> searching() {
        return searching;
    }

    OwnLibraries own() {
        return own;
    }
}
