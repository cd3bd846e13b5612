package io.jenkins.plugins.mlcwheels.engine.platform;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import java.util.List;

/**
 * What a system says of its files in a wheel.
 *
 * @param system what the wheel has for it
 * @param policies how the wheel stands to policies, where the system has them
 * @param pins what keeps the tag from being more portable
 * @param findings all else
 */
public record PlatformVerdict(SystemPart system, PolicyDetails policies, List<Pin> pins, List<Finding> findings) {

    public PlatformVerdict {
        pins = List.copyOf(pins);
        findings = List.copyOf(findings);
    }

    /**
     * The details of policies, which only Linux has; other systems have empty ones.
     *
     * @param architecture of the verdict
     * @param libc {@code glibc} or {@code musl}; empty elsewhere
     * @param symbolPolicy the tag that symbol versions alone allow
     * @param outcomes from the least portable policy
     * @param grafted paths of the libraries that a repair put into the wheel
     * @param instructionSet whether a file asks for instructions beyond the architecture's baseline
     */
    public record PolicyDetails(
            String architecture,
            String libc,
            String symbolPolicy,
            java.util.SortedMap<String, java.util.SortedSet<String>> versionedSymbols,
            List<PolicyOutcome> outcomes,
            List<String> grafted,
            boolean instructionSet,
            boolean pyFpe,
            boolean ucs2) {

        /** Of a system without policies. */
        public static PolicyDetails none(String architecture, String tag, List<String> grafted) {
            return new PolicyDetails(
                    architecture, "", tag, new java.util.TreeMap<>(), List.of(), grafted, false, false, false);
        }
    }
}
