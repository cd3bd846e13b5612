package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.platform.NamePatterns;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the patterns of {@code --exclude} match: SONAMEs, or paths of libraries on the machine. */
final class LeftOut {

    private final List<String> patterns;
    private final MachineLibraries machine;
    private final Set<String> needed = new TreeSet<>();
    private final Set<String> paths = new TreeSet<>();

    /**
     * @param wheel all ELF files of the wheel
     * @param machine after it was searched for what they need
     */
    LeftOut(List<String> patterns, Collection<ElfFacts> wheel, MachineLibraries machine) {
        this.patterns = patterns;
        this.machine = machine;
        if (!patterns.isEmpty()) {
            wheel.forEach(elf -> needed.addAll(elf.linkage().needed()));
            machine.found().values().forEach(paths::addAll);
            needed.addAll(machine.needed());
        }
    }

    /**
     * What is left out as it is known without the machine: the patterns, and the SONAMEs of libraries whose paths they
     * match.
     *
     * @param all these patterns, and those that may match nothing
     */
    NamePatterns bySoname(NamePatterns all) {
        Set<String> sonames = new TreeSet<>();
        machine.found().forEach((soname, files) -> {
            if (files.stream().anyMatch(all::match)) {
                sonames.add(soname);
            }
        });
        return all.with(sonames);
    }

    /** A warning for each pattern that matches nothing, with the name that it comes closest to. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (String pattern : patterns) {
            NamePatterns one = new NamePatterns(List.of(pattern));
            if (needed.stream().noneMatch(one::match) && paths.stream().noneMatch(one::match)) {
                warnings.add("--exclude " + pattern + " matches no library"
                        + nearest(pattern)
                                .map(name -> "; the nearest is " + name + ", which --exclude '" + withAnyVersion(name)
                                        + "' matches")
                                .orElse(""));
            }
        }
        return warnings;
    }

    private static String withAnyVersion(String name) {
        int end = name.indexOf(".so");
        return end < 0 ? name : name.substring(0, end + ".so".length()) + "*";
    }

    /** The name that differs in the fewest characters, if that are not more than half of them. */
    private Optional<String> nearest(String pattern) {
        String wanted = pattern.replaceAll("[*?]|\\[[^]]*]", "");
        String best = null;
        int fewest = Integer.MAX_VALUE;
        for (String name : pattern.startsWith("/") ? paths : needed) {
            int differences = differences(wanted, name);
            if (differences < fewest && differences <= Math.max(wanted.length(), name.length()) / 2) {
                fewest = differences;
                best = name;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Levenshtein's distance; a name that begins with the whole pattern differs by one. */
    static int differences(String one, String other) {
        if (!one.isEmpty() && other.startsWith(one)) {
            return 1;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
