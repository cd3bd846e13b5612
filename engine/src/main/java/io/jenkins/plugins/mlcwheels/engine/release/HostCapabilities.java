package io.jenkins.plugins.mlcwheels.engine.release;

/**
 * How much a host takes, so that more is refused before anything is written.
 *
 * @param largestAsset in bytes; an asset has to be smaller than one byte more
 * @param mostAssets how many a release may have while it is worked on under a lease
 * @param longestNotes in characters
 * @param parallel how many uploads at once it bears
 */
public record HostCapabilities(long largestAsset, int mostAssets, int longestNotes, int parallel) {

    /** Of a host that takes everything, one file at a time. */
    public static final HostCapabilities UNLIMITED =
            new HostCapabilities(Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 1);
}
