package io.jenkins.plugins.mlcwheels.engine.zip;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;

/** What a visitor reads: chunk by chunk, each hashed when it arrives, so that skipping costs no copy. */
final class PassContent extends InputStream {

    /** @param length -1 at the end */
    record Chunk(byte[] bytes, int length) {}

    /** Gives the next chunk; the one before is no longer used then. */
    @FunctionalInterface
    interface Source {
        Chunk next() throws IOException;
    }

    private static final Chunk NONE = new Chunk(new byte[0], 0);

    private final Source source;
    private final MessageDigest sha256;
    private final MessageDigest other;
    private Chunk chunk = NONE;
    private int at;
    private IOException broken;

    /** @param other a second digest to be made, or null */
    PassContent(Source source, MessageDigest sha256, MessageDigest other) {
        this.source = source;
        this.sha256 = sha256;
        this.other = other;
    }

    @Override
    public int read() throws IOException {
        return advance() ? chunk.bytes[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int count = Math.min(length, chunk.length - at);
        System.arraycopy(chunk.bytes, at, target, offset, count);
        at += count;
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long left = count;
        while (left > 0 && advance()) {
            int step = (int) Math.min(left, chunk.length - at);
            at += step;
            left -= step;
        }
        return count <= 0 ? 0 : count - left;
    }

    @Override
    public int available() {
        return Math.max(0, chunk.length - at);
    }

    /** Reads what the visitor left; throws what it may have caught. */
    void drain() throws IOException {
        do {
            at = Math.max(at, chunk.length);
        } while (advance());
    }

    /** Makes {@code at} point to an unread byte; false at the end. */
    private boolean advance() throws IOException {
        while (at >= chunk.length) {
            if (broken != null) {
                throw broken;
            }
            if (chunk.length < 0) {
                return false;
            }
            fetch();
        }
        return true;
    }

    private void fetch() throws IOException {
        try {
            chunk = source.next();
            at = 0;
        } catch (IOException e) {
            broken = e;
            chunk = NONE;
            at = 0;
            throw e;
        }
        if (chunk.length > 0) {
            sha256.update(chunk.bytes, 0, chunk.length);
            if (other != null) {
                other.update(chunk.bytes, 0, chunk.length);
            }
        }
    }
}
