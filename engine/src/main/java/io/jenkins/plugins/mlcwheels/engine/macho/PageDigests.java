package io.jenkins.plugins.mlcwheels.engine.macho;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The SHA-256 of each page of 4096 bytes of a file, made while the file passes: a signature lies at the end of what it
 * is about, so nothing else spares a second look at all of it.
 */
public final class PageDigests implements StreamedBytes.Tap {

    /** The size of page that linkers and codesign use. */
    static final int PAGE = 4096;

    private static final int DIGEST = 32;

    /** Digests are kept in chunks, each for 16 MB of the file. */
    private static final int CHUNK = 4096;

    private final MessageDigest sha256 = digest("SHA-256");
    private final List<byte[]> chunks = new ArrayList<>();
    private int pages;
    private int open;

    @Override
    public void accept(byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            int count = Math.min(PAGE - open, length - at);
            sha256.update(bytes, at, count);
            open += count;
            at += count;
            if (open == PAGE) {
                end();
            }
        }
    }

    private void end() {
        if (pages % CHUNK == 0) {
            chunks.add(new byte[CHUNK * DIGEST]);
        }
        byte[] digest = sha256.digest();
        System.arraycopy(digest, 0, chunks.get(pages / CHUNK), pages % CHUNK * DIGEST, DIGEST);
        pages++;
        open = 0;
    }

    /** How many whole pages have passed. */
    int pages() {
        return pages;
    }

    /** Whether the digest of a page begins with these bytes. */
    boolean matches(int page, byte[] expected, int from, int length) {
        byte[] chunk = chunks.get(page / CHUNK);
        int at = page % CHUNK * DIGEST;
        for (int i = 0; i < length; i++) {
            if (chunk[at + i] != expected[from + i]) {
                return false;
            }
        }
        return true;
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
