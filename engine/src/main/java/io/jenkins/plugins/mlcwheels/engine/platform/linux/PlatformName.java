package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.util.ArrayList;
import java.util.List;

/**
 * A platform that somebody asks for by name, before there is a wheel: with an architecture, as tags have it
 * ({@code manylinux_2_28_aarch64}), or without, which means that of the machine that builds ({@code manylinux_2_28}).
 *
 * @param text as given
 * @param libc of the platform
 * @param architectures for which there is a platform of that name; one if the name has an architecture
 */
public record PlatformName(String text, Libc libc, List<Architecture> architectures) {

    /** Asks for no platform in particular, but for the most portable one that a wheel complies with. */
    public static final String AUTO = "auto";

    public PlatformName {
        architectures = List.copyOf(architectures);
    }

    /** @throws EngineException if no platform has that name; it lists those that there are */
    public static PlatformName parse(String text) {
        for (Libc libc : Libc.values()) {
            List<Architecture> found = new ArrayList<>();
            for (Architecture architecture : Architecture.values()) {
                PolicyCatalog.builtIn()
                        .all(libc, architecture)
                        .named(text)
                        .filter(policy -> !policy.isLinux())
                        .ifPresent(policy -> found.add(architecture));
            }
            if (!found.isEmpty()) {
                return new PlatformName(text, libc, found);
            }
        }
        List<String> known = new ArrayList<>(List.of(AUTO));
        for (Libc libc : Libc.values()) {
            known.addAll(PolicyCatalog.builtIn().names(libc));
        }
        throw new EngineException(
                EngineException.Kind.INPUT,
                "unknown platform '" + text + "'",
                "Known are " + String.join(", ", known)
                        + "; all but auto also with an architecture, as in manylinux_2_28_aarch64.");
    }

    @Override
    public String toString() {
        return text;
    }
}
