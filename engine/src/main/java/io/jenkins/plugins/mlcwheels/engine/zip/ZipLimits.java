package io.jenkins.plugins.mlcwheels.engine.zip;

/**
 * What an archive may make its reader do. One beyond one of them gets a finding and is not inflated.
 *
 * @param maxEntries entries that are looked at
 * @param maxDirectoryBytes size of the central directory in bytes; beyond it nothing is read
 * @param maxTotalBytes declared size of all entries together, inflated, in bytes
 * @param maxRatio inflated bytes per byte of the file, for the whole archive
 * @param freeBytes total below which the ratio doesn't matter, in bytes
 */
public record ZipLimits(int maxEntries, int maxDirectoryBytes, long maxTotalBytes, int maxRatio, long freeBytes) {

    /** Far above the largest wheels on PyPI, and within what a machine can check in minutes. */
    public static final ZipLimits DEFAULT = new ZipLimits(200_000, 48 << 20, 64L << 30, 100, 256L << 20);

    public ZipLimits {
        if (maxEntries < 1 || maxDirectoryBytes < 1 || maxTotalBytes < 1 || maxRatio < 1 || freeBytes < 0) {
            throw new IllegalArgumentException("limits have to be positive");
        }
    }
}
