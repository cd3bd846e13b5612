package io.jenkins.plugins.mlcwheels.engine.release;

/**
 * What a host can do, so that what it can't is refused before anything is written.
 *
 * @param largestAsset in bytes; an asset has to be smaller than one byte more
 * @param mostAssets how many a release may have while it is worked on under a lease
 * @param longestNotes in characters
 * @param parallel how many uploads at once it bears
 * @param knowsTags whether a tag has to be on it before a release can be made of it
 */
public record HostCapabilities(long largestAsset, int mostAssets, int longestNotes, int parallel, boolean knowsTags) {}
