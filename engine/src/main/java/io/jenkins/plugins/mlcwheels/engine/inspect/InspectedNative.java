package io.jenkins.plugins.mlcwheels.engine.inspect;

import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;
import java.util.List;

/**
 * A native file of a wheel. Texts are fit to be shown.
 *
 * @param path as in the archive
 * @param size in bytes
 * @param system that it is for, such as {@code Linux}
 * @param architectures that it has code for
 * @param program whether it is started, and not loaded
 * @param graft whether a repair put it there
 * @param names by which others may need it
 * @param needs libraries, in the order of the file, and who brings each
 * @param searchPaths where the loader is told to look for them
 * @param minimum oldest system that it says it runs on, in words; empty if it says nothing
 * @param exports how many symbols others can be linked with
 * @param weakExports how many more of which another definition is as good
 * @param exportNames the first of all these, sorted; empty unless they were asked for
 * @param sections in the order of the file
 * @param problem why sections and exports could not be read; empty if they could
 */
public record InspectedNative(
        String path,
        long size,
        String system,
        List<String> architectures,
        boolean program,
        boolean graft,
        List<String> names,
        List<InspectedNeed> needs,
        List<String> searchPaths,
        String minimum,
        long exports,
        long weakExports,
        List<String> exportNames,
        List<InspectedSection> sections,
        String problem) {

    /** Names of exports of one file at most. */
    static final int MOST_EXPORTS = 10_000;

    private static final int MOST = 300;

    /** @param size in bytes */
    public record InspectedSection(String name, long size) {
        public InspectedSection {
            name = ReportTexts.name(name);
        }
    }

    public InspectedNative {
        path = ReportTexts.name(path);
        architectures = ReportTexts.names(architectures, MOST);
        names = ReportTexts.names(names, MOST);
        needs = ReportTexts.first(needs, MOST);
        searchPaths = ReportTexts.names(searchPaths, MOST);
        minimum = ReportTexts.name(minimum);
        exportNames = ReportTexts.names(exportNames, MOST_EXPORTS);
        sections = ReportTexts.first(sections, MOST);
        problem = ReportTexts.name(problem);
    }
}
