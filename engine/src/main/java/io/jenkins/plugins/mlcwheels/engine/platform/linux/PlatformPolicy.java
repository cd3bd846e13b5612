package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the systems that a platform tag covers offer to a wheel, for one architecture. Policies are ordered from the
 * least portable, {@code linux}, to the most portable.
 *
 * @param name the platform tag, such as {@code manylinux_2_28_x86_64}
 * @param aliases older names of the same, such as {@code manylinux2014_x86_64}
 * @param priority higher is more portable; 0 is {@code linux}, which promises nothing
 * @param symbolVersions from a prefix such as {@code GLIBC} to the versions that may be needed, {@code GLIBC_2.17};
 *     prefixes that aren't listed are not judged
 * @param libraries SONAMEs of the libraries that may be needed from the system
 * @param privateSymbols from the SONAME of a library to its symbols that may not be used
 */
public record PlatformPolicy(
        String name,
        List<String> aliases,
        int priority,
        Map<String, Set<String>> symbolVersions,
        Set<String> libraries,
        Map<String, Set<String>> privateSymbols)
        implements Comparable<PlatformPolicy> {

    static PlatformPolicy linux(Architecture architecture) {
        return new PlatformPolicy("linux_" + architecture, List.of(), 0, Map.of(), Set.of(), Map.of());
    }

    /** Whether it is {@code linux}, which every wheel satisfies. */
    public boolean isLinux() {
        return priority == 0;
    }

    /** Whether a platform tag, architecture included, is its name or one of its aliases. */
    public boolean isNamed(String tag) {
        return name.equals(tag) || aliases.contains(tag);
    }

    /** @return whether the systems of this policy have the version, or it is none that policies speak of */
    public boolean allowsVersion(String version) {
        Set<String> allowed = symbolVersions.get(prefixOf(version));
        return allowed == null || allowed.contains(version);
    }

    /** @param versions by library */
    boolean allowsVersions(Map<String, ? extends Set<String>> versions) {
        for (Set<String> ofLibrary : versions.values()) {
            for (String version : ofLibrary) {
                if (!allowsVersion(version)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The same policy for systems that have these versions of one prefix as well. */
    PlatformPolicy with(String newName, String prefix, Set<String> more) {
        Map<String, Set<String>> versions = new java.util.HashMap<>(symbolVersions);
        Set<String> all = new HashSet<>(versions.getOrDefault(prefix, Set.of()));
        all.addAll(more);
        versions.put(prefix, all);
        return new PlatformPolicy(newName, List.of(), priority, versions, libraries, privateSymbols);
    }

    static String prefixOf(String version) {
        int underscore = version.indexOf('_');
        return underscore < 0 ? version : version.substring(0, underscore);
    }

    @Override
    public int compareTo(PlatformPolicy other) {
        return Integer.compare(priority, other.priority);
    }

    @Override
    public String toString() {
        return name;
    }
}
