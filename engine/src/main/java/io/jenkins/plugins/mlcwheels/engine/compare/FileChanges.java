package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;
import java.util.List;

/**
 * What became of the files. RECORD, which always changes, is left out.
 *
 * @param unchanged how many have the same content, by SHA-256
 * @param added how many only the new wheel has
 * @param removed how many only the old wheel has
 * @param changed how many both have, with different content
 * @param list the first of them: the largest change of size first
 */
public record FileChanges(int unchanged, int added, int removed, int changed, List<FileChange> list) {

    private static final int MOST = 2000;

    public FileChanges {
        list = ReportTexts.first(list, MOST);
    }
}
