package io.jenkins.plugins.mlcwheels.engine.wheel;

import java.util.Optional;

/** Names of archives with what was split off the files of a wheel: that of the wheel, ending in {@code .debug.zip}. */
public final class DebugArchive {

    private static final String ENDING = ".debug.zip";
    private static final String WHEEL = ".whl";

    private DebugArchive() {}

    /** @param wheel a file name that ends in {@code .whl} */
    public static String nameFor(String wheel) {
        if (!wheel.endsWith(WHEEL)) {
            throw new IllegalArgumentException(wheel + " is no name of a wheel");
        }
        return wheel.substring(0, wheel.length() - WHEEL.length()) + ENDING;
    }

    /** The file name of the wheel; empty if the name is not that of such an archive. */
    public static Optional<String> wheelOf(String archive) {
        return archive.endsWith(ENDING)
                ? Optional.of(archive.substring(0, archive.length() - ENDING.length()) + WHEEL)
                : Optional.empty();
    }
}
