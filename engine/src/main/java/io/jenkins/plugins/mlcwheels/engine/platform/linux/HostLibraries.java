package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.util.List;
import java.util.Optional;

/**
 * The libraries of the machine on which a wheel is judged. An audit asks {@link #NONE}, so that its verdict depends on
 * the wheel alone; a repair, which copies libraries into the wheel, looks into real directories.
 */
public interface HostLibraries {

    /** A machine of which nothing is known but that it has what the policies say. */
    HostLibraries NONE = new HostLibraries() {
        @Override
        public List<String> searchedFirst() {
            return List.of();
        }

        @Override
        public List<String> searchedLast(Optional<String> interpreter) {
            return List.of();
        }

        @Override
        public Optional<ElfFacts> find(String directory, String soname, ElfPlatform platform) {
            return Optional.empty();
        }
    };

    /** Absolute directories searched after those that an RPATH names, as LD_LIBRARY_PATH is. */
    List<String> searchedFirst();

    /**
     * Absolute directories searched after all others, as those of ld.so.conf and the loader's own are.
     *
     * @param interpreter of the executable whose libraries are searched
     */
    List<String> searchedLast(Optional<String> interpreter);

    /** The library of that file name in an absolute directory, if there is one that fits the platform. */
    Optional<ElfFacts> find(String directory, String soname, ElfPlatform platform);

    /**
     * Whether a library that was not found is there all the same, given that some policy counts it as a part of the
     * system. Where directories are really searched it isn't.
     */
    default boolean assumesSystemLibraries() {
        return this == NONE;
    }
}
