package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.inspect.OpenWheel;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the libraries of a wheel no longer export. Grafts have names that nothing outside of the wheel is linked with, and
 * nothing is linked with extension modules and programs: all of them are left out.
 */
final class SymbolChanges {

    private final OpenWheel before;
    private final NativeReads old;
    private final NativeReads young;
    private final List<SymbolChange> changes = new ArrayList<>();

    SymbolChanges(OpenWheel before, NativeReads old, NativeReads young) {
        this.before = before;
        this.old = old;
        this.young = young;
    }

    List<SymbolChange> of(List<PairedFiles.Pair> pairs) throws IOException {
        Map<String, NativeFile> natives = before.natives();
        for (PairedFiles.Pair pair : pairs) {
            boolean counts = pair.before() != null
                    && !pair.isSame()
                    && natives.containsKey(pair.before().path())
                    && !natives.get(pair.before().path()).isProgram()
                    && !PairedFiles.isGraft(pair.before().path());
            if (counts) {
                compare(pair);
            }
        }
        return changes;
    }

    private void compare(PairedFiles.Pair pair) throws IOException {
        String path = pair.before().path();
        NativeContents own = old.of(path);
        if (own.isModule()) {
            return;
        }
        NativeContents other =
                pair.after() == null ? null : young.of(pair.after().path());
        long[] vanished = own.strongWithout(other);
        long[] removed = vanished.length == 0 ? vanished : notExportedBy(young.ownLibraries(), vanished);
        long weak = own.weakWithout(other);
        long added = other == null ? 0 : other.allWithout(own);
        String note = own.problem().isEmpty() && other != null ? other.problem() : own.problem();
        if (vanished.length > 0 || weak > 0 || added > 0 || !note.isEmpty()) {
            Collection<String> names = removed.length == 0
                    ? List.of()
                    : NativeContents.names(before, path, removed, SymbolChange.MOST_NAMES);
            changes.add(new SymbolChange(
                    path,
                    other == null,
                    removed.length,
                    weak,
                    vanished.length - removed.length,
                    added,
                    List.copyOf(names),
                    note));
        }
    }

    private static long[] notExportedBy(Collection<NativeContents> libraries, long[] hashes) {
        return Arrays.stream(hashes)
                .filter(hash -> libraries.stream().noneMatch(library -> library.exports(hash)))
                .toArray();
    }
}
