package io.jenkins.plugins.mlcwheels.steps;

import hudson.AbortException;
import io.jenkins.plugins.mlcwheels.agent.CellInfo;
import io.jenkins.plugins.mlcwheels.engine.build.Flavour;
import io.jenkins.plugins.mlcwheels.engine.matrix.BuildIdentifier;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import io.jenkins.plugins.mlcwheels.record.CellRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The builds of a matrix that a step was asked for. An agent plans them from the source and may say anything: what it
 * returns has to be these builds, each once, and no other.
 *
 * @param names identifiers, after their flavour or without one: then they mean those of each flavour of the project
 * @param flavour of the step, which is that of all builds unless it is the default
 */
record RequestedBuilds(List<String> names, String flavour) {

    /** @throws AbortException if the agent returned other builds */
    void check(List<CellInfo> infos) throws AbortException {
        Set<String> seen = new HashSet<>();
        for (CellInfo info : infos) {
            String shown = PrintableText.line(String.valueOf(info.name()), 80);
            if (!isSound(info)) {
                throw new AbortException("The agent's report can't be used: no build is named '" + shown + "'");
            }
            if (!seen.add(info.name())) {
                throw new AbortException("The agent's report can't be used: it has the build " + shown + " twice");
            }
            if (names.stream().noneMatch(name -> means(name, info))) {
                throw new AbortException(
                        "The agent's report can't be used: it has the build " + shown + ", which was not asked for");
            }
        }
        for (String name : names) {
            if (infos.stream().noneMatch(info -> means(name, info))) {
                throw new AbortException("The agent returned no build " + name
                        + ". Leave it out if requires-python of the project excludes it.");
            }
        }
    }

    private boolean isSound(CellInfo info) {
        String prefix = info.flavour() == null ? "" : info.flavour() + "/";
        return info.name() != null
                && info.identifier() != null
                && info.name().equals(prefix + info.identifier())
                && CellRecord.isName(info.name())
                && BuildIdentifier.of(info.identifier()).isPresent()
                && (flavour.equals(Flavour.DEFAULT) || flavour.equals(info.flavour()));
    }

    private static boolean means(String name, CellInfo info) {
        return name.equals(name.contains("/") ? info.name() : info.identifier());
    }
}
