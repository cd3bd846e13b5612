package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Licence files that tools put into the dist-info directory itself before version 2.4 of METADATA, which asks for them in
 * {@code licenses}.
 */
final class OldLicenceFiles {

    private static final Pattern PLAIN = Pattern.compile("(?!\\.{1,2}(/|$))[^/\\\\\\p{Cntrl}]+");

    private OldLicenceFiles() {}

    /**
     * What has to be copied for the rows of METADATA to hold in version 2.4: the new names and the entries. Empty if that
     * is not known of one of the rows: its file is missing, or two rows would have the same one.
     */
    static Optional<SortedMap<String, ArchiveEntry>> copies(WheelArchive source) throws IOException {
        SortedMap<String, ArchiveEntry> copies = new TreeMap<>();
        Set<String> used = new HashSet<>();
        for (String row : new HashSet<>(source.metadata().values("License-File"))) {
            String target = source.distInfo() + "/licenses/" + row;
            if (source.entry(target).isPresent()) {
                continue;
            }
            Optional<ArchiveEntry> file = isInside(row) ? file(source, row) : Optional.empty();
            if (file.isEmpty() || !used.add(file.get().name())) {
                return Optional.empty();
            }
            copies.put(target, file.get());
        }
        return Optional.of(copies);
    }

    private static Optional<ArchiveEntry> file(WheelArchive source, String row) {
        return source.entry(source.distInfo() + "/" + row)
                .or(() -> source.entry(source.distInfo() + "/" + row.substring(row.lastIndexOf('/') + 1)));
    }

    private static boolean isInside(String row) {
        return List.of(row.split("/", -1)).stream()
                .allMatch(part -> PLAIN.matcher(part).matches());
    }
}
