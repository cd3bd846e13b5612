package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;

/**
 * A build of the plan that can be done.
 *
 * @param build as planned
 * @param python that builds it and tests its wheel
 * @param site where that happens
 */
record Cell(PlannedBuild build, Interpreter python, BuildSite site) {

    String name() {
        return build.name();
    }

    /** The flavour and platform: builds of one kind may share a wheel. */
    String kind() {
        return build.flavour().map(id -> id + "/").orElse("")
                + build.identifier().platform();
    }
}
