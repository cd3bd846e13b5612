package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;
import java.util.List;

/**
 * What a library of the wheel no longer exports. What another wheel was linked with may be among it. Texts are fit to be
 * shown.
 *
 * @param path in the old wheel
 * @param gone whether the new wheel has no such library at all
 * @param removed symbols that no library of the new wheel exports any more, weak ones left out
 * @param weak how many weak symbols vanished, as of templates: who uses these has them
 * @param moved how many another library of the new wheel exports
 * @param added how many the new library has more
 * @param names of the first removed symbols, sorted
 * @param note why the symbols could not be read; empty if they could
 */
public record SymbolChange(
        String path, boolean gone, long removed, long weak, long moved, long added, List<String> names, String note) {

    static final int MOST_NAMES = 200;

    public SymbolChange {
        path = ReportTexts.name(path);
        names = ReportTexts.names(names, MOST_NAMES);
        note = ReportTexts.name(note);
    }
}
