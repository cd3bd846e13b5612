package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.release.PlannedWheel;
import io.jenkins.plugins.mlcwheels.engine.text.Glob;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.util.Locale;
import java.util.Optional;

/** The wheel of a build without a matrix, as far as its name is known before. */
final class PlannedWheels {

    private PlannedWheels() {}

    /** @param build what people call it */
    static PlannedWheel single(BuildPlan plan, ReleaseTag tag, String build) {
        String name = plan.identity()
                .expectedName()
                .or(() -> plan.tree().pyproject().name())
                .map(text -> Glob.literal(text.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "_")))
                .orElse("*");
        return new PlannedWheel(build, Glob.of(name + "-" + tag.pep440() + "-*.whl"), Optional.empty());
    }
}
