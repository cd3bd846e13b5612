package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformProblem;
import java.util.List;
import java.util.Optional;

/** Compares a verdict with the policy that a user demands. */
final class PolicyDemand {

    private PolicyDemand() {}

    /** @throws io.jenkins.plugins.mlcwheels.engine.EngineException if no policy has that name */
    static void check(String name, String wheel, Verdict verdict, List<Finding> findings) {
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
            findings.add(PlatformProblem.POLICY_NOT_MET.at(
                    wheel, "is asked to be consistent with " + name + ", and is only with " + verdict.overall()));
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
}
