package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.audit.PlatformPolicy;
import io.jenkins.plugins.mlcwheels.engine.audit.PolicySet;
import io.jenkins.plugins.mlcwheels.engine.audit.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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
        Optional<String> wanted = plat.filter(name -> !name.equals("auto"));
        Optional<PlatformPolicy> named = wanted.map(name -> named(policies, name));
        PlatformPolicy overall = verdict.overallWithGrafts(named.map(policy -> base(policy, policies)));
        PlatformPolicy requested = named.orElse(overall.isLinux() ? policies.lowest() : overall);
        PlatformPolicy promised = !onlyPlat && overall.compareTo(requested) > 0 ? overall : requested;
        return new TargetPlatform(
                requested, promised, tags(policies, requested, promised, onlyPlat ? List.of() : oldTags));
    }

    private static PlatformPolicy named(PolicySet policies, String name) {
        return policies.named(name)
                .filter(policy -> !policy.isLinux())
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.INPUT,
                        "--plat " + name + ": no platform of " + policies.libc() + " on " + policies.architecture(),
                        "This wheel can be repaired for auto, " + String.join(", ", names(policies)) + "."));
    }

    private static List<String> names(PolicySet policies) {
        List<String> names = new ArrayList<>();
        policies.forEach(policy -> names.add(base(policy, policies)));
        return names.subList(1, names.size());
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
            PolicySet policies, PlatformPolicy requested, PlatformPolicy promised, List<String> oldTags) {
        Set<String> tags = new TreeSet<>();
        for (PlatformPolicy policy : new LinkedHashSet<>(List.of(requested, promised))) {
            tags.add(policy.name());
            tags.addAll(policy.aliases());
        }
        for (String old : oldTags) {
            policies.named(old)
                    .filter(policy -> !policy.isLinux() && policy.compareTo(promised) <= 0)
                    .ifPresent(kept -> tags.add(old));
        }
        return List.copyOf(tags);
    }
}
