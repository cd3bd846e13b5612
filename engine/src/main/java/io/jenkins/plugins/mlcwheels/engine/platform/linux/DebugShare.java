package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How much of the native code of a wheel is debug information, and which grafts carry any. */
record DebugShare(String wheel, long files, long debug, List<ElfFacts> carriers) {

    private static final int NOTABLE_PERCENT = 20;
    private static final int MOST_NAMED = 3;

    static DebugShare of(WheelFacts wheel) {
        long files = 0;
        long debug = 0;
        for (ElfFacts elf : wheel.elfs()) {
            files += elf.unloaded().fileSize();
            debug += elf.unloaded().debug();
        }
        return new DebugShare(
                wheel.filename(),
                files,
                debug,
                wheel.elfs().stream()
                        .filter(elf -> elf.unloaded().debug() > 0)
                        .sorted(Comparator.comparing(
                                        (ElfFacts elf) -> -elf.unloaded().debug())
                                .thenComparing(ElfFacts::path))
                        .toList());
    }

    /** Empty if it is not worth a note. */
    Optional<Finding> finding() {
        List<ElfFacts> grafts = carriers.stream().filter(ElfFacts::isGraft).toList();
        boolean notable = files > 0 && debug > files / 100 * NOTABLE_PERCENT;
        if (debug == 0 || !notable && grafts.isEmpty()) {
            return Optional.empty();
        }
        String most = carriers.size() == 1
                ? "all of it in " + carriers.get(0).path()
                : "most of it in " + carriers.get(0).path();
        String ofGrafts = grafts.isEmpty()
                ? ""
                : "; of the grafts " + named(grafts) + " carr" + (grafts.size() == 1 ? "ies any" : "y any");
        return Optional.of(LinuxProblem.DEBUG_INFORMATION.at(
                wheel,
                size(debug) + " of " + size(files) + " of native code are debug information ("
                        + Math.round(100.0 * debug / files) + " %), " + most + ofGrafts));
    }

    private static String named(List<ElfFacts> elfs) {
        return elfs.stream().limit(MOST_NAMED).map(ElfFacts::fileName).collect(Collectors.joining(", "))
                + (elfs.size() > MOST_NAMED ? " and " + (elfs.size() - MOST_NAMED) + " more" : "");
    }

    private static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
