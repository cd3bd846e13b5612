package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformProblem;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares what the file name promises with the verdict. An installer takes a wheel if it accepts any of its tags. */
final class TagVerification {

    private final WheelVerdicts verdicts;
    private final String wheel;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, String> broken = new LinkedHashMap<>();

    private TagVerification(WheelVerdicts verdicts, String wheel) {
        this.verdicts = verdicts;
        this.wheel = wheel;
    }

    static List<Finding> check(WheelVerdicts verdicts, String wheel, List<String> platformTags) {
        TagVerification honesty = new TagVerification(verdicts, wheel);
        boolean promising = false;
        for (String tag : platformTags) {
            promising |= honesty.check(PlatformTag.parse(tag));
        }
        honesty.broken.forEach((reason, tags) -> honesty.findings.add(
                PlatformProblem.TAG_NOT_HONEST.at(wheel, "the name says " + tags + ", but " + reason)));
        if (promising && honesty.findings.isEmpty()) {
            honesty.comparePortability(platformTags);
        }
        return honesty.findings;
    }

    /** @return whether the tag promises something that policies speak of */
    private boolean check(PlatformTag tag) {
        switch (tag.kind()) {
            case MANYLINUX, MUSLLINUX -> {
                Optional<Verdict> about = verdicts.about(
                        tag.architecture(), tag.kind() == PlatformTag.Kind.MUSLLINUX ? Libc.MUSL : Libc.GLIBC);
                if (about.isEmpty()) {
                    add(tag, "the native code is for " + architectures());
                } else if (!isKept(tag, about.get())) {
                    add(tag, "the wheel is only consistent with " + about.get().overall());
                }
                return true;
            }
            case LINUX -> {
                findings.add(LinuxProblem.TAG_LINUX.at(
                        wheel,
                        tag + " says nothing about the systems that the wheel runs on, and indexes such as PyPI refuse"
                                + " it; the wheel is consistent with "
                                + verdicts.about(
                                                tag.architecture(),
                                                verdicts.main().policies().libc())
                                        .orElse(verdicts.main())
                                        .overall()));
                return false;
            }
            default -> {
                add(tag, "the wheel has native code for Linux, which runs only on " + platforms());
                return false;
            }
        }
    }

    private String architectures() {
        return verdicts.all().stream()
                .map(verdict -> verdict.policies().architecture().toString())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private String platforms() {
        return verdicts.all().stream().map(verdict -> verdict.overall().name()).collect(Collectors.joining(", "));
    }

    private void add(PlatformTag tag, String reason) {
        broken.merge(reason, tag.text(), (some, other) -> some + " and " + other);
    }

    private static boolean isKept(PlatformTag tag, Verdict verdict) {
        PolicySet policies = verdict.policies();
        if (tag.kind() == PlatformTag.Kind.MUSLLINUX) {
            return policies.libc() == Libc.MUSL && !verdict.overall().isLinux();
        }
        if (policies.libc() != Libc.GLIBC || tag.major() != 2) {
            return false;
        }
        Optional<PlatformPolicy> policy = policies.named(tag.canonical());
        if (policy.isPresent()) {
            return verdict.overall().compareTo(policy.get()) >= 0;
        }
        return policies.interpolated(tag.minor())
                .filter(between -> satisfies(between, verdict))
                .isPresent();
    }

    /** For a tag between two policies; its libraries and private symbols are those of the policy before it. */
    private static boolean satisfies(PlatformPolicy between, Verdict verdict) {
        PlatformPolicy before = verdict.policies().asList().stream()
                .filter(policy -> policy.priority() == between.priority())
                .findFirst()
                .orElseThrow();
        return between.allowsVersions(verdict.versionedSymbols())
                && verdict.judged().stream()
                        .allMatch(elf -> between.allowsVersions(elf.loader().asVersions(elf.versionNeeds())))
                && verdict.overallWithoutVersions().compareTo(before) >= 0;
    }

    private void comparePortability(List<String> platformTags) {
        Verdict verdict = verdicts.main();
        PlatformPolicy overall = verdict.overall();
        for (String text : platformTags) {
            PlatformTag tag = PlatformTag.parse(text);
            if (!tag.architecture().equals(verdict.policies().architecture().toString())) {
                continue;
            }
            if (overall.isNamed(tag.canonical()) || tag.kind() == PlatformTag.Kind.MUSLLINUX) {
                return;
            }
            Optional<PlatformPolicy> named = verdict.policies().named(tag.canonical());
            if (named.isPresent() ? named.get().compareTo(overall) >= 0 : !isMorePortable(overall, tag, verdict)) {
                return;
            }
        }
        findings.add(PlatformProblem.TAG_COULD_BE_MORE_PORTABLE.at(wheel, "the wheel is consistent with " + overall));
    }

    private static boolean isMorePortable(PlatformPolicy overall, PlatformTag tag, Verdict verdict) {
        return verdict.policies()
                .interpolated(tag.minor())
                .filter(policy -> overall.compareTo(policy) >= 0)
                .isPresent();
    }
}
