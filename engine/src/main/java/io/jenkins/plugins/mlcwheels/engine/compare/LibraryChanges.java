package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.inspect.OpenWheel;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.Bringer;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.LibrarySource;
import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Libraries that a repair put into one of two wheels, and libraries that one of them needs from outside. */
final class LibraryChanges {

    private LibraryChanges() {}

    static List<LibraryChange> of(OpenWheel before, OpenWheel after, List<PairedFiles.Pair> pairs) throws IOException {
        List<LibraryChange> changes = new ArrayList<>();
        for (PairedFiles.Pair pair : pairs) {
            if (PairedFiles.isGraft(pair.path()) && !pair.isSame()) {
                changes.add(new LibraryChange(fileName(pair.path()), kind(pair), pair.path()));
            }
        }
        Map<String, String> old = fromOutside(before);
        Map<String, String> young = fromOutside(after);
        young.forEach((name, bringer) -> {
            if (!old.containsKey(name)) {
                changes.add(new LibraryChange(name, LibraryChange.Kind.NEEDED, bringer));
            }
        });
        old.forEach((name, bringer) -> {
            if (!young.containsKey(name)) {
                changes.add(new LibraryChange(name, LibraryChange.Kind.NO_LONGER_NEEDED, bringer));
            }
        });
        return changes;
    }

    private static LibraryChange.Kind kind(PairedFiles.Pair pair) {
        if (pair.before() == null) {
            return LibraryChange.Kind.GRAFTED;
        }
        return pair.after() == null ? LibraryChange.Kind.NO_LONGER_GRAFTED : LibraryChange.Kind.REPLACED;
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** From the names of libraries that no file of the wheel brings to who does. */
    private static Map<String, String> fromOutside(OpenWheel wheel) throws IOException {
        Map<String, String> needs = new TreeMap<>();
        for (List<LibrarySource> sources : wheel.sources().values()) {
            for (LibrarySource source : sources) {
                if (source.bringer() != Bringer.WHEEL) {
                    needs.put(source.name(), KebabCase.of(source.bringer()));
                }
            }
        }
        return needs;
    }
}
