package io.jenkins.plugins.mlcwheels.engine.zip;

import java.util.Arrays;
import java.util.Base64;

/**
 * What an entry's content came out as when it was read.
 *
 * @param sha256 32 bytes
 * @param size in bytes
 */
public record EntryDigest(byte[] sha256, long size) {

    public EntryDigest {
        sha256 = sha256.clone();
        if (sha256.length != 32 || size < 0) {
            throw new IllegalArgumentException("not a SHA-256 digest and a size");
        }
    }

    @Override
    public byte[] sha256() {
        return sha256.clone();
    }

    /** As RECORD has it: {@code sha256=} and the digest in URL-safe base64 without padding. */
    public String recordHash() {
        return "sha256=" + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryDigest that && size == that.size && Arrays.equals(sha256, that.sha256);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }

    @Override
    public String toString() {
        return recordHash() + "," + size;
    }
}
