package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.util.HashSet;
import java.util.Set;

/** The symbols that some policy calls private, of all libraries together. */
final class PrivateSymbols {

    static final Set<String> ALL = all();

    private PrivateSymbols() {}

    private static Set<String> all() {
        Set<String> all = new HashSet<>();
        for (Libc libc : Libc.values()) {
            for (PlatformPolicy policy : PolicyCatalog.builtIn().all(libc, Architecture.X86_64)) {
                policy.privateSymbols().values().forEach(all::addAll);
            }
        }
        return Set.copyOf(all);
    }
}
