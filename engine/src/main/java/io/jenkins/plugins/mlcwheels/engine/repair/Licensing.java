package io.jenkins.plugins.mlcwheels.engine.repair;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where licences of grafts come from, beside the packages of the system.
 *
 * @param files from patterns of SONAMEs or file names of libraries to the files with their licences
 * @param required whether a graft of which no licence is known is refused
 */
public record Licensing(Map<String, Path> files, boolean required) {

    /** From the packages of the system, as far as these have any. */
    public static final Licensing OF_PACKAGES = new Licensing(Map.of(), false);

    public Licensing {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }
}
