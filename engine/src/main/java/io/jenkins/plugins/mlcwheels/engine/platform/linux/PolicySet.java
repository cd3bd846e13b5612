package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The policies that a wheel of one libc and architecture is judged by, from {@code linux}, which comes first and which
 * every wheel satisfies, to the most portable.
 */
public final class PolicySet implements Iterable<PlatformPolicy> {

    private final Libc libc;
    private final Architecture architecture;
    private final List<PlatformPolicy> policies;

    PolicySet(Libc libc, Architecture architecture, List<PlatformPolicy> policies) {
        List<PlatformPolicy> sorted = new ArrayList<>(policies);
        sorted.add(PlatformPolicy.linux(architecture));
        Collections.sort(sorted);
        this.libc = libc;
        this.architecture = architecture;
        this.policies = Collections.unmodifiableList(sorted);
    }

    /** The C library that its policies are about. */
    public Libc libc() {
        return libc;
    }

    /** The architecture that its policies are about. */
    public Architecture architecture() {
        return architecture;
    }

    /** The one that every wheel satisfies. */
    public PlatformPolicy linux() {
        return policies.get(0);
    }

    /** The least portable that is a promise; {@code linux} if there is none for the architecture. */
    public PlatformPolicy lowest() {
        return policies.get(Math.min(1, policies.size() - 1));
    }

    /** The most portable. */
    public PlatformPolicy highest() {
        return policies.get(policies.size() - 1);
    }

    /** By platform tag or one of its older names, with or without the architecture. */
    public Optional<PlatformPolicy> named(String tag) {
        for (PlatformPolicy policy : policies) {
            if (policy.isNamed(tag) || policy.isNamed(tag + "_" + architecture)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }

    /** The most portable policy that allows all these symbol versions. */
    PlatformPolicy forVersions(Map<String, ? extends Set<String>> versionsByLibrary) {
        for (int i = policies.size() - 1; i > 0; i--) {
            if (policies.get(i).allowsVersions(versionsByLibrary)) {
                return policies.get(i);
            }
        }
        return linux();
    }

    /** Whether some policy counts it as a part of the system. */
    boolean isSystemLibrary(String soname) {
        // Less portable policies offer all libraries of the more portable ones.
        return lowest().libraries().contains(soname);
    }

    /**
     * What {@code manylinux_2_Y} for a glibc between those of two policies promises: PEP 600 defines it by the version
     * of glibc alone, so it is the policy before it and the glibc versions up to its own.
     *
     * @return empty if Y lies before the first policy
     */
    Optional<PlatformPolicy> interpolated(int minor) {
        PlatformPolicy before = null;
        for (PlatformPolicy policy : policies) {
            if (!policy.isLinux() && minorOf(policy) <= minor && (before == null || policy.compareTo(before) < 0)) {
                before = policy;
            }
        }
        if (before == null) {
            return Optional.empty();
        }
        Set<String> more = new HashSet<>();
        for (String version : lowest().symbolVersions().getOrDefault("GLIBC", Set.of())) {
            if (glibcMinor(version) <= minor) {
                more.add(version);
            }
        }
        return Optional.of(before.with("manylinux_2_" + minor + "_" + architecture, "GLIBC", more));
    }

    private static int minorOf(PlatformPolicy policy) {
        int start = "manylinux_2_".length();
        return Integer.parseInt(policy.name(), start, policy.name().indexOf('_', start), 10);
    }

    /** 17 for GLIBC_2.17 and GLIBC_2.17.1; beyond everything for what is no such version. */
    private static int glibcMinor(String version) {
        if (!version.startsWith("GLIBC_2.")) {
            return Integer.MAX_VALUE;
        }
        int start = "GLIBC_2.".length();
        int end = version.indexOf('.', start);
        return Integer.parseInt(version, start, end < 0 ? version.length() : end, 10);
    }

    @Override
    public Iterator<PlatformPolicy> iterator() {
        return policies.iterator();
    }

    /** As a list, least portable first. */
    public List<PlatformPolicy> asList() {
        return policies;
    }
}
