package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the platform that a person names for a wheel, and says what is wrong with the name where there is none. */
public final class PlatformChoice {

    private final PolicySet policies;
    private final String name;

    private PlatformChoice(PolicySet policies, String name) {
        this.policies = policies;
        this.name = name;
    }

    /**
     * @param policies of the wheel's libc and architecture
     * @param name with or without the architecture, or an older one such as {@code manylinux2014}
     * @param option that the name was given with, for the message
     * @throws EngineException of kind INPUT if the wheel can't have it; the suggestion lists those that it can have
     */
    public static PlatformPolicy of(PolicySet policies, String name, String option) {
        PlatformChoice choice = new PlatformChoice(policies, name);
        return choice.find()
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.INPUT,
                        option + " " + name + ": " + choice.reason(),
                        choice.choices(option.equals("--plat"))));
    }

    private Optional<PlatformPolicy> find() {
        return all(policies.libc(), policies.architecture()).named(name).filter(policy -> !policy.isLinux());
    }

    private static PolicySet all(Libc libc, Architecture architecture) {
        return PolicyCatalog.builtIn().all(libc, architecture);
    }

    private String reason() {
        if (name.equals("linux") || name.equals(policies.linux().name())) {
            return "says nothing about the systems that a wheel runs on: name a platform to repair for";
        }
        Optional<Architecture> other = Architecture.ofPlatformTag(name);
        if (other.isPresent() && other.get() != policies.architecture()) {
            return "is for " + other.get() + "; the native code of this wheel is for " + policies.architecture();
        }
        Libc otherLibc = policies.libc() == Libc.GLIBC ? Libc.MUSL : Libc.GLIBC;
        if (all(otherLibc, policies.architecture()).named(name).isPresent()) {
            return "is for " + otherLibc + "; the native code of this wheel is linked with " + policies.libc();
        }
        List<String> elsewhere = new ArrayList<>();
        for (Architecture architecture : Architecture.values()) {
            if (all(policies.libc(), architecture).named(base()).isPresent()) {
                elsewhere.add(architecture.toString());
            }
        }
        return elsewhere.isEmpty()
                ? "there is no such platform"
                : "is not defined for " + policies.architecture() + ", only for " + String.join(", ", elsewhere);
    }

    private String base() {
        String suffix = "_" + policies.architecture();
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }

    private String choices(boolean auto) {
        List<String> names = new ArrayList<>();
        String suffix = "_" + policies.architecture();
        for (PlatformPolicy policy : all(policies.libc(), policies.architecture())) {
            if (!policy.isLinux()) {
                names.add(0, policy.name().substring(0, policy.name().length() - suffix.length()));
            }
        }
        return names.isEmpty()
                ? "No platform of " + policies.libc() + " is defined for " + policies.architecture() + "."
                : (auto ? "Choose auto or one of " : "Choose one of ") + String.join(", ", names) + ".";
    }
}
