package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.elf.patch.ElfPatcher;
import io.jenkins.plugins.mlcwheels.engine.elf.patch.UnpatchableElfException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to change in one ELF file.
 *
 * @param soname its new name
 * @param replaced needed libraries, old SONAME to new
 * @param removed needed libraries to drop
 * @param rpath new search path; empty to leave it, an empty list to remove it
 */
record ElfPatch(
        Optional<String> soname, Map<String, String> replaced, Set<String> removed, Optional<List<String>> rpath) {

    /**
     * @param title what messages call the file
     * @throws RepairFailedException if it can't be patched
     */
    void apply(Path file, String title) throws IOException {
        ElfPatcher patcher =
                new ElfPatcher(file).called(title).replaceNeeded(replaced).removeNeeded(removed);
        soname.ifPresent(patcher::soname);
        rpath.ifPresent(patcher::rpath);
        try {
            patcher.write(file);
        } catch (UnpatchableElfException failure) {
            throw new RepairFailedException(failure.getMessage(), failure.suggestion());
        }
    }
}
