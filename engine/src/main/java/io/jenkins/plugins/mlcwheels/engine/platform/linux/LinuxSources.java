package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.NamePatterns;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.Bringer;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.LibrarySource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who brings each library that the ELF files of a wheel need. A library of the wheel counts as found if the search paths
 * of the file lead to it, or those of a file that loads it.
 */
final class LinuxSources {

    private static final String NO_WAY = ", where no search path leads; it works only if the package loads it first";

    private final WheelFacts wheel;
    private final JudgeRequest request;
    private final Map<String, List<ElfFacts>> byName = new HashMap<>();

    /** From the path of a file to what it needs and where that was found by the search paths of what loads the file. */
    private final Map<String, Map<String, String>> found = new HashMap<>();

    LinuxSources(WheelFacts wheel, JudgeRequest request) {
        this.wheel = wheel;
        this.request = request;
        for (ElfFacts elf : wheel.elfs()) {
            for (String name : elf.names()) {
                byName.computeIfAbsent(name, any -> new ArrayList<>()).add(elf);
            }
        }
    }

    Map<String, List<LibrarySource>> byFile() {
        LibraryTree.Finder finder = new LibraryTree.Finder(
                new WheelFiles(wheel.elfs(), wheel.names()), HostLibraries.NONE, NamePatterns.NONE, any -> false);
        wheel.elfs().forEach(elf -> note(finder.tree(elf)));
        Map<String, List<LibrarySource>> sources = new TreeMap<>();
        for (ElfFacts elf : wheel.elfs()) {
            sources.put(
                    elf.path(),
                    elf.linkage().needed().stream()
                            .map(name -> source(elf, name))
                            .toList());
        }
        return sources;
    }

    private void note(LibraryTree tree) {
        note(tree.root(), tree.needed(), tree);
        tree.libraries().values().stream()
                .filter(LibraryTree.Library::isInWheel)
                .forEach(library -> note(library.elf(), library.needed(), tree));
    }

    private void note(ElfFacts elf, List<String> needed, LibraryTree tree) {
        for (String name : needed) {
            LibraryTree.Library library = tree.libraries().get(name);
            if (library != null && library.isInWheel()) {
                found.computeIfAbsent(elf.path(), any -> new HashMap<>())
                        .putIfAbsent(name, library.elf().path());
            }
        }
    }

    private LibrarySource source(ElfFacts elf, String name) {
        String place = found.getOrDefault(elf.path(), Map.of()).get(name);
        if (place != null) {
            return new LibrarySource(name, Bringer.WHEEL, place, 1);
        }
        if (request.siblings().containsKey(name)) {
            return new LibrarySource(name, Bringer.SIBLING, request.siblings().get(name), 1);
        }
        if (request.excludes().match(name)) {
            return new LibrarySource(name, Bringer.EXCLUDED, "excluded", 1);
        }
        if (ElfFacts.isLibPython(name)) {
            return new LibrarySource(name, Bringer.PYTHON, name, 1);
        }
        if (isOfSystem(elf, name)) {
            return new LibrarySource(name, Bringer.SYSTEM, name, 1);
        }
        return byName.getOrDefault(name, List.of()).stream()
                .filter(other -> other.platform().isCompatibleWith(elf.platform()))
                .findFirst()
                .map(other -> new LibrarySource(name, Bringer.WHEEL, other.path() + NO_WAY, 1))
                .orElseGet(() -> new LibrarySource(name, Bringer.NOBODY, "", 1));
    }

    private static boolean isOfSystem(ElfFacts elf, String name) {
        Optional<Architecture> architecture = elf.platform().architecture();
        return ElfFacts.isLoader(name)
                || architecture.isPresent()
                        && PolicyCatalog.builtIn()
                                .forVerdict(elf.libc().orElse(Libc.GLIBC), architecture.get())
                                .isSystemLibrary(name);
    }
}
