package io.jenkins.plugins.mlcwheels.engine.elf;

import java.util.List;
import java.util.Set;

/** Which names are those of sections with debug information, as the GNU tools take them. */
public final class DebugNames {

    private static final List<String> PREFIXES = List.of(
            ".debug", ".zdebug", ".gnu.debuglto_.debug_", ".gnu.linkonce.wi.", ".line", ".stab", ".gnu_debugaltlink");

    private static final Set<String> NAMES = Set.of(".gdb_index", ".gnu_debugdata");

    private DebugNames() {}

    /** Whether a section of that name, if no segment loads it, is for debuggers alone. */
    public static boolean matches(String section) {
        return NAMES.contains(section) || PREFIXES.stream().anyMatch(section::startsWith);
    }
}
