package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.wheel.CoreMetadata;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares what a source distribution says of itself with what wheels say. */
final class SdistCheck {

    /** Fields that installers act upon. */
    private static final List<String> FIELDS =
            List.of("Name", "Version", "Requires-Python", "Requires-Dist", "Provides-Extra");

    private SdistCheck() {}

    /**
     * Refuses a wheel whose metadata differs. Fields that the source distribution calls dynamic may differ (PEP 643).
     *
     * @param info PKG-INFO of the source distribution
     * @throws EngineException of the kind BUILD_FAILED, which names the field and both values
     */
    static void compare(Path sdist, CoreMetadata info, Path wheel) throws IOException {
        CoreMetadata built;
        try (WheelArchive archive = WheelArchive.open(wheel)) {
            built = archive.metadata();
        }
        Set<String> dynamic = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        dynamic.addAll(info.values("Dynamic"));
        for (String field : FIELDS) {
            Set<String> first = new TreeSet<>(info.values(field));
            Set<String> second = new TreeSet<>(built.values(field));
            boolean same =
                    field.equals("Name") ? info.normalizedName().equals(built.normalizedName()) : first.equals(second);
            if (!same && !dynamic.contains(field)) {
                throw new EngineException(
                        EngineException.Kind.BUILD_FAILED,
                        sdist.getFileName() + " says " + field + " " + String.join(", ", first) + ", and "
                                + wheel.getFileName() + " says " + String.join(", ", second),
                        "Let both say the same, or let the source distribution call the field dynamic.");
            }
        }
    }
}
