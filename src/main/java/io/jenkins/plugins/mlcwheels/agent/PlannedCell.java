package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mlcwheels.engine.matrix.BuildIdentifier;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * One build of a matrix as an agent planned it.
 *
 * @param identifier such as {@code cp313-manylinux_x86_64}
 * @param flavour null where the project is built in one flavour only
 * @param python such as {@code cp313}
 * @param platform such as {@code manylinux_x86_64}
 * @param image reference of the image that the configuration or this product gives it
 * @param imageAsked whether the configuration names that image
 * @param expectedName glob of the name of its wheel
 * @param servedBy the build whose wheel it tests; null if it is built
 * @param leftOut why it can't be built; null if it can, or nobody asked
 */
public record PlannedCell(
        String identifier,
        @CheckForNull String flavour,
        String python,
        String platform,
        String arch,
        String libc,
        String image,
        boolean imageAsked,
        String expectedName,
        @CheckForNull String servedBy,
        @CheckForNull String leftOut)
        implements Serializable {

    static PlannedCell of(PlannedBuild build) {
        return new PlannedCell(
                build.identifier().toString(),
                build.flavour().orElse(null),
                build.python().tag().text(),
                build.identifier().platform(),
                build.identifier().arch().toString(),
                build.identifier().libc().library(),
                build.options().image().reference(),
                build.options().image().asked(),
                build.expectedName(),
                build.servedBy().map(BuildIdentifier::toString).orElse(null),
                build.leftOut().orElse(null));
    }

    /** What pipelines get to see where there is no matrix. */
    public static LinkedHashMap<String, Object> single(@CheckForNull String flavour) {
        LinkedHashMap<String, Object> map = new LinkedHashMap<>();
        for (String field : List.of(
                "name",
                "identifier",
                "flavour",
                "python",
                "platform",
                "arch",
                "libc",
                "image",
                "imageAsked",
                "agent",
                "expectedName",
                "servedBy",
                "leftOut")) {
            map.put(field, null);
        }
        map.put("flavour", flavour);
        map.put("imageAsked", false);
        return map;
    }

    /** Its name: the identifier, after its flavour if it has one. */
    public String name() {
        return flavour == null ? identifier : flavour + "/" + identifier;
    }

    /** For the log. */
    public String line() {
        String what = servedBy == null ? expectedName : "tests the wheel of " + servedBy;
        return PrintableText.line(name() + "  " + (leftOut == null ? what : "left out: " + leftOut));
    }

    /**
     * What pipelines get to see of it.
     *
     * @param agent label of the agents that build it; null for any
     */
    public LinkedHashMap<String, Object> toMap(@CheckForNull String agent) {
        LinkedHashMap<String, Object> map = new LinkedHashMap<>();
        map.put("name", name());
        map.put("identifier", identifier);
        map.put("flavour", flavour);
        map.put("python", python);
        map.put("platform", platform);
        map.put("arch", arch);
        map.put("libc", libc);
        map.put("image", image);
        map.put("imageAsked", imageAsked);
        map.put("agent", agent);
        map.put("expectedName", expectedName);
        map.put("servedBy", servedBy);
        map.put("leftOut", leftOut);
        return map;
    }
}
