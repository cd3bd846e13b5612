package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.text.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares a wheel with what the user demands of it. */
final class Requirements {

    private Requirements() {}

    static List<Finding> check(AuditOptions options, WheelFacts wheel, Verdict verdict, long size) {
        List<Finding> findings = new ArrayList<>();
        options.policy().ifPresent(name -> policy(name, wheel, verdict, findings));
        if (options.maxSize().isPresent() && size > options.maxSize().getAsLong()) {
            findings.add(AuditProblem.WHEEL_TOO_LARGE.at(
                    wheel.filename(),
                    "has " + size + " bytes, more than the " + options.maxSize().getAsLong() + " allowed"));
        }
        Set<String> present = new TreeSet<>();
        Set<String> needed = new TreeSet<>();
        for (ElfFacts elf : wheel.elfs()) {
            present.add(elf.fileName());
            elf.linkage().soname().ifPresent(present::add);
            needed.addAll(elf.linkage().needed());
        }
        required(options.requireLibs(), present, wheel, findings);
        forbidden(options.forbidLibs(), present, "is in the wheel", wheel, findings);
        needed.removeAll(present);
        forbidden(options.forbidLibs(), needed, "is needed by the wheel", wheel, findings);
        return findings;
    }

    private static void policy(String name, WheelFacts wheel, Verdict verdict, List<Finding> findings) {
        Optional<PlatformPolicy> policy = verdict.policies().named(name);
        if (policy.isEmpty()) {
            policy = PolicyCatalog.builtIn()
                    .all(verdict.policies().libc(), verdict.policies().architecture())
                    .named(name);
        }
        if (policy.isEmpty() && !isKnown(name)) {
            PlatformChoice.of(verdict.policies(), name, "--policy");
        }
        boolean kept = policy.isPresent()
                && (verdict.policies().libc() == Libc.MUSL
                        ? policy.get().isLinux() || !verdict.overall().isLinux()
                        : verdict.overall().compareTo(policy.get()) >= 0);
        if (!kept) {
            findings.add(AuditProblem.POLICY_NOT_MET.at(
                    wheel.filename(),
                    "is asked to be consistent with " + name + ", and is only with " + verdict.overall()));
        }
    }

    /** Whether some libc and architecture has a policy of that name. */
    private static boolean isKnown(String name) {
        for (Libc libc : Libc.values()) {
            for (Architecture architecture : Architecture.values()) {
                if (PolicyCatalog.builtIn().all(libc, architecture).named(name).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void required(List<String> patterns, Set<String> present, WheelFacts wheel, List<Finding> findings) {
        for (String pattern : patterns) {
            if (present.stream().noneMatch(name -> Glob.matches(pattern, name))) {
                findings.add(AuditProblem.REQUIRED_LIBRARY_MISSING.at(
                        wheel.filename(), "has no library named " + pattern + ", which is required"));
            }
        }
    }

    private static void forbidden(
            List<String> patterns, Set<String> names, String how, WheelFacts wheel, List<Finding> findings) {
        for (String name : names) {
            for (String pattern : patterns) {
                if (Glob.matches(pattern, name)) {
                    findings.add(AuditProblem.FORBIDDEN_LIBRARY.at(
                            wheel.filename(), name + " " + how + ", which " + pattern + " forbids"));
                    break;
                }
            }
        }
    }
}
