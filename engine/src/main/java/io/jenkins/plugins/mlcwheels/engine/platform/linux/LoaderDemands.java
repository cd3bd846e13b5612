package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a file demands of the dynamic loader itself, beyond the versions that it needs of libraries.
 *
 * @param versions from the name of a loader to the versions needed from it, such as {@code GLIBC_2.35}
 * @param packedRelocations whether it has DT_RELR, which loaders apply since glibc 2.36 and musl 1.2.4
 * @param kernel the oldest Linux that its ABI note names; empty if there is none
 * @param glibcOnly symbols that it needs and that musl's libc does not have
 * @param glibcOnlyDefined such symbols that it defines
 */
public record LoaderDemands(
        Map<String, Set<String>> versions,
        boolean packedRelocations,
        Optional<String> kernel,
        Set<String> glibcOnly,
        Set<String> glibcOnlyDefined) {

    static final LoaderDemands NONE = new LoaderDemands(Map.of(), false, Optional.empty(), Set.of(), Set.of());

    /** The version of libc that tells an older glibc not to load a file with DT_RELR. */
    static final String RELR_VERSION = "GLIBC_ABI_DT_RELR";

    /** Stands for a demand that no glibc fulfils. */
    static final String RELR_UNGUARDED = "GLIBC_DT_RELR_WITHOUT_ABI_VERSION";

    /** The version of what glibc's parts keep among themselves: every loader has it, with other symbols from time to time. */
    static final String PRIVATE = "GLIBC_PRIVATE";

    /** Under which the demands of DT_RELR are listed. */
    static final String RELR = "DT_RELR";

    /**
     * Versions that are needed of the loader but for the private one, and what DT_RELR amounts to: the version that marks it where no version of
     * libc is needed, and what no system has where libc's versions are needed and the mark is not, since glibc 2.36
     * refuses such a file and older ones leave its addresses wrong.
     */
    Map<String, Set<String>> asVersions(Map<String, Set<String>> versionNeeds) {
        Map<String, Set<String>> all = new TreeMap<>();
        versions.forEach((loader, names) -> {
            Set<String> open = new TreeSet<>(names);
            open.remove(PRIVATE);
            all.put(loader, open);
        });
        if (!packedRelocations) {
            return all;
        }
        boolean needsLibc = false;
        for (Map.Entry<String, Set<String>> need : versionNeeds.entrySet()) {
            if (need.getKey().startsWith("libc.so")) {
                needsLibc = true;
                if (need.getValue().contains(RELR_VERSION)) {
                    return all;
                }
            }
        }
        all.put(RELR, Set.of(needsLibc ? RELR_UNGUARDED : RELR_VERSION));
        return all;
    }

    /** Whether it demands a version of the loader, or has packed relocations. */
    boolean isAny() {
        return packedRelocations || !versions.isEmpty();
    }

    /** Whether it uses what the loader shares with glibc alone. */
    boolean usesPrivateSymbols() {
        return versions.values().stream().anyMatch(names -> names.contains(PRIVATE));
    }

    /** Whether DT_RELR is there in a way that no glibc loads. */
    boolean isUnguarded(Map<String, Set<String>> versionNeeds) {
        return asVersions(versionNeeds).getOrDefault(RELR, Set.of()).contains(RELR_UNGUARDED);
    }
}
