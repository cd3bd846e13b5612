package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * How a wheel's libraries stand to one policy.
 *
 * @param externalLibraries SONAMEs of libraries that are neither in the wheel nor among those of the policy, with the
 *     path on the host where it was found, if it was looked for and found
 * @param privateSymbols from the SONAME of a system library to those of its private symbols that the wheel uses
 */
public record PolicyFit(
        PlatformPolicy policy,
        Map<String, Optional<String>> externalLibraries,
        Map<String, SortedSet<String>> privateSymbols) {}
