package io.jenkins.plugins.mlcwheels.engine.build;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of the variants in which a package is built. Flavours are data; the file {@code flavours.json} beside this class
 * holds them all.
 *
 * @param id such as {@code cuda-12.8}
 * @param description for people
 * @param nameSuffix what sets the package's name apart, such as {@code -cu128}
 * @param cmake variables for trees that read a {@code config.cmake}, in the order in which they are set
 * @param excludes patterns (fnmatch) on SONAMEs of libraries that the wheel finds at run time and never carries
 */
public record Flavour(
        String id, String description, String nameSuffix, Map<String, String> cmake, List<String> excludes) {

    /** The flavour that is built when none is named. */
    public static final String DEFAULT = "cpu";

    public Flavour {
        cmake = Collections.unmodifiableMap(new LinkedHashMap<>(cmake));
        excludes = List.copyOf(excludes);
    }

    /** The variables as lines of CMake. */
    public List<String> cmakeLines() {
        return cmake.entrySet().stream()
                .map(entry -> "set(" + entry.getKey() + " " + quoted(entry.getValue()) + ")")
                .toList();
    }

    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9_.]+")
                ? value
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
