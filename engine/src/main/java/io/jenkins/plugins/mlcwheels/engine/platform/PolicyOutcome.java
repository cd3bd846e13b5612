package io.jenkins.plugins.mlcwheels.engine.platform;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * How a wheel stands to one policy.
 *
 * @param satisfied whether the overall tag is at least as portable
 * @param externalLibraries SONAMEs of what would have to be put into the wheel
 * @param privateSymbols from the SONAME of a library to its private symbols that the wheel uses
 */
public record PolicyOutcome(
        String name,
        boolean satisfied,
        List<String> externalLibraries,
        SortedMap<String, SortedSet<String>> privateSymbols) {

    public PolicyOutcome {
        externalLibraries = ReportTexts.names(externalLibraries, ReportTexts.MOST_EXTERNAL);
        privateSymbols = ReportTexts.symbols(privateSymbols);
    }
}
