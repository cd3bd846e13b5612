package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.platform.NamePatterns;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an audit is to demand and to take for granted.
 *
 * @param excludes patterns of SONAMEs of libraries that are taken to be there
 * @param policy platform that the wheel has to be consistent with, with or without an architecture
 * @param siblings other wheels that will be installed beside it; the libraries in them are taken to be there
 * @param requireLibs patterns, each of which has to match the name of a library in the wheel
 * @param forbidLibs patterns, none of which may match the name of a library that the wheel has or needs
 * @param maxSize of the wheel's file in bytes
 * @param digest whether to compute the SHA-256 of the wheel's file, which is one more read of it
 * @param threads to work with, at least 1
 * @param anyInstructionSet whether files may need more of the processor than the baseline of its architecture
 */
public record AuditOptions(
        NamePatterns excludes,
        Optional<String> policy,
        List<Path> siblings,
        List<String> requireLibs,
        List<String> forbidLibs,
        OptionalLong maxSize,
        boolean digest,
        int threads,
        boolean anyInstructionSet) {

    /** Demands nothing beyond an honest platform tag. */
    public static final AuditOptions DEFAULT = new AuditOptions(
            NamePatterns.NONE, Optional.empty(), List.of(), List.of(), List.of(), OptionalLong.empty(), true, 2, false);

    public AuditOptions {
        siblings = List.copyOf(siblings);
        requireLibs = List.copyOf(requireLibs);
        forbidLibs = List.copyOf(forbidLibs);
    }

    /** The same with these patterns of SONAMEs in place of any others. */
    public AuditOptions withExcludes(List<String> patterns) {
        return new AuditOptions(
                new NamePatterns(patterns),
                policy,
                siblings,
                requireLibs,
                forbidLibs,
                maxSize,
                digest,
                threads,
                anyInstructionSet);
    }

    /** The same with these patterns of SONAMEs in place of any others. */
    public AuditOptions withExcludes(NamePatterns patterns) {
        return new AuditOptions(
                patterns, policy, siblings, requireLibs, forbidLibs, maxSize, digest, threads, anyInstructionSet);
    }

    /** The same, demanding this platform, such as {@code manylinux_2_28} or {@code manylinux_2_28_x86_64}. */
    public AuditOptions withPolicy(String name) {
        return new AuditOptions(
                excludes,
                Optional.of(name),
                siblings,
                requireLibs,
                forbidLibs,
                maxSize,
                digest,
                threads,
                anyInstructionSet);
    }

    /** The same with these wheels as installed beside it. */
    public AuditOptions withSiblings(List<Path> wheels) {
        return new AuditOptions(
                excludes, policy, wheels, requireLibs, forbidLibs, maxSize, digest, threads, anyInstructionSet);
    }

    /** The same, demanding that each pattern matches a library in the wheel. */
    public AuditOptions withRequireLibs(List<String> patterns) {
        return new AuditOptions(
                excludes, policy, siblings, patterns, forbidLibs, maxSize, digest, threads, anyInstructionSet);
    }

    /** The same, demanding that no pattern matches a library that the wheel has or needs. */
    public AuditOptions withForbidLibs(List<String> patterns) {
        return new AuditOptions(
                excludes, policy, siblings, requireLibs, patterns, maxSize, digest, threads, anyInstructionSet);
    }

    /** The same, demanding that the file is not a larger. */
    public AuditOptions withMaxSize(long bytes) {
        return new AuditOptions(
                excludes,
                policy,
                siblings,
                requireLibs,
                forbidLibs,
                OptionalLong.of(bytes),
                digest,
                threads,
                anyInstructionSet);
    }

    /** The same, computing the SHA-256 of the wheel's file or not. */
    public AuditOptions withDigest(boolean compute) {
        return new AuditOptions(
                excludes, policy, siblings, requireLibs, forbidLibs, maxSize, compute, threads, anyInstructionSet);
    }

    /** The same with so many threads, at least 1. */
    public AuditOptions withThreads(int count) {
        return new AuditOptions(
                excludes, policy, siblings, requireLibs, forbidLibs, maxSize, digest, count, anyInstructionSet);
    }

    /** The same, judging as if every processor of the architecture had all instruction sets, or not so. */
    public AuditOptions withAnyInstructionSet(boolean allowed) {
        return new AuditOptions(excludes, policy, siblings, requireLibs, forbidLibs, maxSize, digest, threads, allowed);
    }
}
