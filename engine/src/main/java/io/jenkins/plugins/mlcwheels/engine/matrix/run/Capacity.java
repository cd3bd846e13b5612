package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much of the machine a run uses.
 *
 * @param parallel builds at once
 * @param jobs compilations of each at once
 */
record Capacity(int parallel, int jobs) {

    /** A C++ compiler with optimisation needs about as much for one file; bench/matrix measures builds. */
    private static final long MEMORY_OF_A_BUILD = 2L << 30;

    /** What was asked for, or what the machine's cores and free memory allow. */
    static Capacity of(RunRequest.Limits limits, int builds) {
        int cores = Runtime.getRuntime().availableProcessors();
        int byMemory = (int) Math.max(1, Math.min(Integer.MAX_VALUE, freeMemory() / MEMORY_OF_A_BUILD));
        int parallel = Math.max(1, Math.min(builds, limits.parallel().orElse(Math.min(cores, byMemory))));
        return new Capacity(parallel, limits.jobs().orElse((cores + parallel - 1) / parallel));
    }

    /** As Linux estimates it; elsewhere, as much as ever is needed. */
    private static long freeMemory() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(text -> Long.parseLong(text) << 10)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException | NumberFormatException unknown) {
            return Long.MAX_VALUE;
        }
    }
}
