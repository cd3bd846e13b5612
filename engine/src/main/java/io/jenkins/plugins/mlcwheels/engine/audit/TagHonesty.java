package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.wheel.Finding;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what the file name promises with the verdict. An installer takes a wheel if it accepts any of its tags. */
final class TagHonesty {

    private final Verdict verdict;
    private final String wheel;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, String> broken = new LinkedHashMap<>();

    private TagHonesty(Verdict verdict, String wheel) {
        this.verdict = verdict;
        this.wheel = wheel;
    }

    static List<Finding> check(Verdict verdict, String wheel, List<String> platformTags) {
        TagHonesty honesty = new TagHonesty(verdict, wheel);
        boolean promising = false;
        for (String tag : platformTags) {
            promising |= honesty.check(PlatformTag.parse(tag));
        }
        honesty.broken.forEach((reason, tags) -> honesty.findings.add(
                AuditProblem.TAG_NOT_HONEST.at(wheel, "the name says " + tags + ", but " + reason)));
        if (promising && honesty.findings.isEmpty()) {
            honesty.comparePortability(platformTags);
        }
        return honesty.findings;
    }

    /** @return whether the tag promises something that policies speak of */
    private boolean check(PlatformTag tag) {
        switch (tag.kind()) {
            case MANYLINUX, MUSLLINUX -> {
                if (!tag.architecture().equals(verdict.policies().architecture().toString())) {
                    add(tag, "the native code is for " + verdict.policies().architecture());
                } else if (!isKept(tag)) {
                    add(tag, "the wheel is only consistent with " + verdict.overall());
                }
                return true;
            }
            case LINUX -> {
                findings.add(AuditProblem.TAG_LINUX.at(
                        wheel,
                        tag + " says nothing about the systems that the wheel runs on, and indexes such as PyPI refuse"
                                + " it; the wheel is consistent with " + verdict.overall()));
                return false;
            }
            default -> {
                add(tag, "the wheel has native code for Linux");
                return false;
            }
        }
    }

    private void add(PlatformTag tag, String reason) {
        broken.merge(reason, tag.text(), (some, other) -> some + " and " + other);
    }

    private boolean isKept(PlatformTag tag) {
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
        return policies.interpolated(tag.minor()).filter(this::satisfies).isPresent();
    }

    /** For a tag between two policies; its libraries and private symbols are those of the policy before it. */
    private boolean satisfies(PlatformPolicy between) {
        PlatformPolicy before = verdict.policies().asList().stream()
                .filter(policy -> policy.priority() == between.priority())
                .findFirst()
                .orElseThrow();
        return between.allowsVersions(verdict.versionedSymbols())
                && verdict.overallWithoutVersions().compareTo(before) >= 0;
    }

    private void comparePortability(List<String> platformTags) {
        PlatformPolicy overall = verdict.overall();
        for (String text : platformTags) {
            PlatformTag tag = PlatformTag.parse(text);
            if (overall.isNamed(tag.canonical()) || tag.kind() == PlatformTag.Kind.MUSLLINUX) {
                return;
            }
            Optional<PlatformPolicy> named = verdict.policies().named(tag.canonical());
            if (named.isPresent() ? named.get().compareTo(overall) >= 0 : !isMorePortable(overall, tag)) {
                return;
            }
        }
        findings.add(AuditProblem.TAG_COULD_BE_MORE_PORTABLE.at(wheel, "the wheel is consistent with " + overall));
    }

    private boolean isMorePortable(PlatformPolicy overall, PlatformTag tag) {
        return verdict.policies()
                .interpolated(tag.minor())
                .filter(policy -> overall.compareTo(policy) >= 0)
                .isPresent();
    }
}
