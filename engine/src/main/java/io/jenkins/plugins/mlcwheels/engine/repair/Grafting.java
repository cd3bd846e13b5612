package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.audit.ElfFacts;
import io.jenkins.plugins.mlcwheels.engine.audit.Verdict;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelFacts;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides which libraries are grafted, and which of them each file gets. */
final class Grafting {

    private Grafting() {}

    /** @throws RepairFailedException if a library is not found, or depends on what loads the file that needs it */
    static RepairPlan plan(
            WheelFilename filename,
            WheelFacts wheel,
            Verdict verdict,
            TargetPlatform target,
            MachineLibraries machine,
            Path sysroot)
            throws IOException {
        Map<String, ElfFacts> elfs = new HashMap<>();
        wheel.elfs().forEach(elf -> elfs.put(elf.path(), elf));
        LibraryChoice choice = new LibraryChoice(filename, machine, wheel.elfs());
        SortedMap<String, Map<String, Path>> needs = new TreeMap<>();
        for (Map.Entry<String, Map<String, Optional<String>>> elf :
                verdict.externalLibrariesByElf(target.promised()).entrySet()) {
            Map<String, Path> libraries = new TreeMap<>();
            for (Map.Entry<String, Optional<String>> need : elf.getValue().entrySet()) {
                String soname = need.getKey();
                if (!RepairPlan.isLibPython(soname)) {
                    String file = need.getValue().orElseThrow(() -> notFound(filename, elf.getKey(), soname, target));
                    libraries.put(soname, choice.oneOf(soname, Path.of(file)));
                }
            }
            needs.put(elf.getKey(), libraries);
            choice.note(elfs.get(elf.getKey()), libraries);
        }
        Map<Path, LibraryGraft> grafts = GraftCatalog.of(needs.values(), sysroot);
        SortedMap<String, ElfPatch> graftPatches = new TreeMap<>();
        grafts.forEach((file, graft) -> graftPatches.put(
                graft.name(),
                RepairPlan.graftPatch(
                        graft.name(),
                        machine.facts(file.toString()),
                        RepairPlan.names(choice.neededBy(file), grafts))));
        return RepairPlan.of(filename, target, needs, elfs, grafts, graftPatches);
    }

    private static RepairFailedException notFound(
            WheelFilename filename, String elf, String soname, TargetPlatform target) {
        return new RepairFailedException(
                filename + ": " + soname + ", which " + elf + " needs and " + target.promised()
                        + " does not promise, is not on this machine",
                (soname.contains("/")
                                ? "Link with a library that has a SONAME, "
                                : "Put its directory into LD_LIBRARY_PATH, ")
                        + "or leave the library out with --exclude " + ShellWords.quote(soname) + ".");
    }
}
