package io.jenkins.plugins.mlcwheels.engine.release;

/** Signs the checksums of a release, with a program of the user's for instance. */
@FunctionalInterface
public interface SumsSigner {

    /** What the name of each signature begins with. */
    String PREFIX = io.jenkins.plugins.mlcwheels.engine.manifest.Checksums.FILE_NAME + ".";

    /**
     * The signature of a {@code SHA256SUMS}, for the same bytes always the same file; its name begins with
     * {@link #PREFIX}.
     */
    ReleaseAsset sign(byte[] sums);
}
