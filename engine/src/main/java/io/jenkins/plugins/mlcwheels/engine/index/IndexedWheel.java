package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A wheel as an index offers it.
 *
 * @param url where it is, absolute or relative to the project's page; percent-encoded
 * @param sha256 64 lower-case hexadecimal digits
 * @param size in bytes; empty if unknown
 * @param requiresPython a version specifier such as {@code >=3.9}
 * @param uploaded when it was published, if that is known
 * @param metadataSha256 digest of the METADATA file that is served at {@code url} with {@code .metadata} appended
 *     (PEP 658); empty if none is
 * @param yanked why it should not be chosen any more (PEP 592), which may be an empty text
 * @param bundle its signed provenance, if there is one
 */
public record IndexedWheel(
        WheelFilename filename,
        String url,
        String sha256,
        Optional<Long> size,
        Optional<String> requiresPython,
        Optional<Instant> uploaded,
        Optional<String> metadataSha256,
        Optional<String> yanked,
        Optional<IndexedBundle> bundle) {

    public IndexedWheel {
        Objects.requireNonNull(filename, "filename");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(sha256, "sha256");
    }

    /** A wheel of which no more is known than where and what it is. */
    public static IndexedWheel of(WheelFilename filename, String url, String sha256) {
        return new IndexedWheel(
                filename,
                url,
                sha256,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with a size in bytes. */
    public IndexedWheel withSize(long bytes) {
        return new IndexedWheel(
                filename, url, sha256, Optional.of(bytes), requiresPython, uploaded, metadataSha256, yanked, bundle);
    }

    /** The same with a version specifier, or with none. */
    public IndexedWheel withRequiresPython(Optional<String> specifier) {
        return new IndexedWheel(filename, url, sha256, size, specifier, uploaded, metadataSha256, yanked, bundle);
    }

    /** The same with the time of its publication. */
    public IndexedWheel withUploaded(Instant time) {
        return new IndexedWheel(
                filename, url, sha256, size, requiresPython, Optional.of(time), metadataSha256, yanked, bundle);
    }

    /** The same with the SHA-256 of the METADATA file that is served beside it. */
    public IndexedWheel withMetadata(String digest) {
        return new IndexedWheel(
                filename, url, sha256, size, requiresPython, uploaded, Optional.of(digest), yanked, bundle);
    }

    /**
     * The same as one not to be chosen any more.
     * @param reason may be empty
     */
    public IndexedWheel withYanked(String reason) {
        return new IndexedWheel(
                filename, url, sha256, size, requiresPython, uploaded, metadataSha256, Optional.of(reason), bundle);
    }

    /** The same with its signed provenance. */
    public IndexedWheel withBundle(IndexedBundle provenance) {
        return new IndexedWheel(
                filename, url, sha256, size, requiresPython, uploaded, metadataSha256, yanked, Optional.of(provenance));
    }

    /** The project it belongs to, as PEP 503 writes it. */
    public String project() {
        return filename.normalizedName();
    }
}
