package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.audit.ElfFacts;
import io.jenkins.plugins.mlcwheels.engine.audit.Verdict;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelFacts;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides which libraries are grafted. */
final class Grafting {

    private Grafting() {}

    /** @throws RepairFailedException if a library is not found, or is another one for another file */
    static RepairPlan plan(
            WheelFilename filename,
            WheelFacts wheel,
            Verdict verdict,
            TargetPlatform target,
            MachineLibraries machine,
            Path sysroot)
            throws IOException {
        SortedMap<String, Set<String>> needs = new TreeMap<>();
        Map<String, Path> libraries = new TreeMap<>();
        for (Map.Entry<String, Map<String, Optional<String>>> elf :
                verdict.externalLibrariesByElf(target.promised()).entrySet()) {
            needs.put(elf.getKey(), elf.getValue().keySet());
            for (Map.Entry<String, Optional<String>> need : elf.getValue().entrySet()) {
                String soname = need.getKey();
                if (!RepairPlan.isLibPython(soname)) {
                    Path file = Path.of(
                            need.getValue().orElseThrow(() -> notFound(filename, elf.getKey(), soname, target)));
                    Path other = libraries.putIfAbsent(soname, file);
                    if (other != null && !other.equals(file) && Files.mismatch(other, file) >= 0) {
                        throw ambiguous(filename, soname, other, file);
                    }
                }
            }
        }
        SortedMap<String, LibraryGraft> grafts = GraftCatalog.of(libraries, sysroot);
        Map<String, ElfFacts> copies = new HashMap<>();
        grafts.values()
                .forEach(graft ->
                        copies.put(graft.name(), machine.facts(graft.source().toString())));
        Map<String, ElfFacts> elfs = new HashMap<>();
        wheel.elfs().forEach(elf -> elfs.put(elf.path(), elf));
        return RepairPlan.of(filename, target, needs, elfs, grafts, copies);
    }

    /** One process can only load one library of a SONAME, so that one of the two files would get the wrong one. */
    private static RepairFailedException ambiguous(WheelFilename filename, String soname, Path one, Path other) {
        return new RepairFailedException(
                filename + ": " + soname + " is two different libraries for files in the wheel, " + one + " and "
                        + other,
                "Link all of them with the same library, or search one directory only with --ldpath.");
    }

    private static RepairFailedException notFound(
            WheelFilename filename, String elf, String soname, TargetPlatform target) {
        return new RepairFailedException(
                filename + ": " + soname + ", which " + elf + " needs and " + target.promised()
                        + " does not promise, is not on this machine",
                "Put its directory into LD_LIBRARY_PATH, or leave the library out with --exclude '" + soname + "'.");
    }
}
