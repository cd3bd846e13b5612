package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.wheel.InstalledPath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ELF files of a wheel, and its directories, as the dynamic loader would see them once installed: by their paths in
 * the wheel, and by those that they get installed at.
 */
final class WheelFiles {

    private final Map<String, ElfFacts> byPath = new HashMap<>();
    private final Set<String> directories = new HashSet<>();

    /** @param names of all the wheel's files */
    WheelFiles(List<ElfFacts> elfs, Iterable<String> names) {
        for (ElfFacts elf : elfs) {
            byPath.put(elf.path(), elf);
        }
        elfs.forEach(elf -> byPath.putIfAbsent(InstalledPath.of(elf.path()), elf));
        directories.add("");
        for (String name : names) {
            addDirectories(name);
            addDirectories(InstalledPath.of(name));
        }
    }

    private void addDirectories(String name) {
        for (int slash = name.lastIndexOf('/'); slash >= 0; slash = name.lastIndexOf('/', slash - 1)) {
            if (!directories.add(name.substring(0, slash))) {
                break;
            }
        }
    }

    /**
     * Where a directory is, as the wheel lies or else as it gets installed.
     *
     * @param directory relative to the wheel's root, normalised
     * @return null if it is nowhere
     */
    String locate(String directory) {
        if (directories.contains(directory)) {
            return directory;
        }
        String installed = InstalledPath.of(directory);
        return directories.contains(installed) ? installed : null;
    }

    /** @return null if there is none, or it isn't an ELF file */
    ElfFacts elf(String directory, String name) {
        return byPath.get(directory.isEmpty() ? name : directory + "/" + name);
    }
}
