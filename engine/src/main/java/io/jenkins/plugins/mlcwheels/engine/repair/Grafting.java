package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import io.jenkins.plugins.mlcwheels.engine.wheel.InstalledPath;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides which libraries are grafted, and which of them each file gets. */
final class Grafting {

    private final WheelFilename filename;
    private final Placement placement;
    private final Map<String, ElfFacts> elfs = new HashMap<>();
    private final MachineLibraries machine;

    private Grafting(WheelFilename filename, Placement placement, MachineLibraries machine) {
        this.filename = filename;
        this.placement = placement;
        this.machine = machine;
        placement.facts().elfs().forEach(elf -> elfs.put(elf.path(), elf));
    }

    /** @throws RepairFailedException if a library is not found, or depends on what loads the file that needs it */
    static RepairPlan plan(WheelFilename filename, Placement placement, MachineLibraries machine, Path sysroot)
            throws IOException {
        return new Grafting(filename, placement, machine).plan(sysroot);
    }

    private RepairPlan plan(Path sysroot) throws IOException {
        LibraryChoice choice =
                new LibraryChoice(filename, machine, placement.facts().elfs());
        SortedMap<String, Map<String, Path>> needs = new TreeMap<>();
        for (Map.Entry<String, Map<String, Optional<String>>> elf :
                placement.external().entrySet()) {
            Map<String, Path> libraries = new TreeMap<>();
            for (Map.Entry<String, Optional<String>> need : elf.getValue().entrySet()) {
                String soname = need.getKey();
                if (!ElfFacts.isLibPython(soname)) {
                    refuseApart(elf.getKey(), soname);
                    String file = need.getValue().orElseThrow(() -> notFound(elf.getKey(), soname));
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
        return RepairPlan.of(filename, placement, needs, elfs, grafts, graftPatches);
    }

    private void refuseApart(String elf, String soname) {
        if (InstalledPath.isApart(elf)) {
            throw new RepairFailedException(
                    filename + ": " + elf + " needs " + soname + ", and gets installed apart from the packages: from"
                            + " there no relative path is sure to lead to libraries of the wheel",
                    "Install it among the packages (platlib), or leave the library out with --exclude "
                            + ShellWords.quote(soname) + ".");
        }
    }

    private RepairFailedException notFound(String elf, String soname) {
        List<ElfFacts> own = placement.own().named(soname);
        if (!own.isEmpty()) {
            return inTheWheel(needing(elf, soname), soname, own.get(0));
        }
        return new RepairFailedException(
                filename + ": " + soname + ", which " + placement.entry(elf) + " needs and "
                        + placement.target().promised() + " does not promise, is not on this machine",
                (soname.contains("/")
                                ? "Link with a library that has a SONAME, "
                                : "Put its directory into LD_LIBRARY_PATH, ")
                        + "or leave the library out with --exclude " + ShellWords.quote(soname) + ".");
    }

    /** The file that names the library itself, if the other one only loads that file. */
    private String needing(String elf, String soname) {
        return elfs.get(elf).linkage().needed().contains(soname)
                ? elf
                : elfs.values().stream()
                        .filter(other -> other.linkage().needed().contains(soname))
                        .map(ElfFacts::path)
                        .sorted()
                        .findFirst()
                        .orElse(elf);
    }

    private RepairFailedException inTheWheel(String elf, String soname, ElfFacts library) {
        String message = filename + ": " + soname + ", which " + placement.entry(elf) + " needs, is in the wheel as "
                + library.path();
        if (!library.fileName().equals(soname)) {
            return new RepairFailedException(
                    message + ", where the loader does not find it under that name",
                    "Name the file " + soname.substring(soname.lastIndexOf('/') + 1) + ", and link "
                            + placement.entry(elf) + " with " + OwnLibraries.linkerOption(elf, library.path()) + ".");
        }
        return new RepairFailedException(
                message + ", where its RPATH does not lead",
                "Link it with " + OwnLibraries.linkerOption(elf, library.path())
                        + ", or repair with --use-own-libraries; if the package loads the library first, leave it out"
                        + " with --exclude " + ShellWords.quote(soname) + ".");
    }
}
