package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of options as a file has it. Each map is from the names of options to their values.
 *
 * @param dialect whose it is
 * @param global values of the table itself
 * @param linux values of its table for Linux
 * @param flavours values by flavour
 * @param overrides values for builds that match a pattern, in the order of the file
 * @param flavourNames flavours to build; empty: the table names none
 * @param notices what the reader may not expect
 */
record OptionTable(
        Dialect dialect,
        Map<String, Setting> global,
        Map<String, Setting> linux,
        Map<String, Map<String, Setting>> flavours,
        List<Override> overrides,
        List<String> flavourNames,
        List<String> notices) {

    /**
     * Values for some builds.
     *
     * @param select which
     * @param place of the override, for messages
     */
    record Override(BuildPatterns select, String place, Map<String, Setting> settings) {}

    /** That of a project without any. */
    static final OptionTable NONE =
            new OptionTable(Dialect.OWN, Map.of(), Map.of(), Map.of(), List.of(), List.of(), List.of());

    /** The values of a flavour. */
    Map<String, Setting> flavour(Optional<String> id) {
        return id.map(name -> flavours.getOrDefault(name, Map.of())).orElse(Map.of());
    }
}
