package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.platform.linux.PlatformChoice;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.PlatformPolicy;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.PolicyCatalog;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.PolicySet;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which platform a wheel is repaired for.
 *
 * @param requested the policy that was asked for, or the most portable that holds
 * @param promised the most portable policy of the tags; its external libraries are grafted
 * @param tags platform tags that the wheel gets, aliases included, sorted
 */
record TargetPlatform(PlatformPolicy requested, PlatformPolicy promised, List<String> tags) {

    static TargetPlatform of(Verdict verdict, Optional<String> plat, boolean onlyPlat, List<String> oldTags) {
        PolicySet policies = verdict.policies();
        Optional<PlatformPolicy> named =
                plat.filter(name -> !name.equals("auto")).map(name -> PlatformChoice.of(policies, name, "--plat"));
        Optional<PlatformPolicy> judged = named.map(policy -> judgedAs(policies, policy));
        PlatformPolicy overall = verdict.overallWithGrafts(judged.map(policy -> base(policy, policies)));
        PlatformPolicy requested = judged.orElse(overall.isLinux() ? policies.lowest() : overall);
        PlatformPolicy promised = !onlyPlat && overall.compareTo(requested) > 0 ? overall : requested;
        List<PlatformPolicy> given =
                List.of(named.orElse(requested), promised == requested ? named.orElse(promised) : promised);
        return new TargetPlatform(requested, promised, tags(policies, given, promised, onlyPlat ? List.of() : oldTags));
    }

    /** Nothing in a wheel tells one version of musl from another, so all of them are judged as the newest. */
    private static PlatformPolicy judgedAs(PolicySet policies, PlatformPolicy policy) {
        return policies.named(policy.name()).orElse(policies.highest());
    }

    private static String base(PlatformPolicy policy, PolicySet policies) {
        return policy.name()
                .substring(
                        0,
                        policy.name().length()
                                - policies.architecture().toString().length()
                                - 1);
    }

    /** New tags, and of the old ones those that are kept promises without being plain {@code linux}. */
    private static List<String> tags(
            PolicySet policies, List<PlatformPolicy> given, PlatformPolicy promised, List<String> oldTags) {
        Set<String> tags = new TreeSet<>();
        for (PlatformPolicy policy : given) {
            tags.add(policy.name());
            tags.addAll(policy.aliases());
        }
        PolicySet all = PolicyCatalog.builtIn().all(policies.libc(), policies.architecture());
        for (String old : oldTags) {
            all.named(old)
                    .filter(policy ->
                            !policy.isLinux() && judgedAs(policies, policy).compareTo(promised) <= 0)
                    .ifPresent(kept -> tags.add(old));
        }
        return List.copyOf(tags);
    }
}
