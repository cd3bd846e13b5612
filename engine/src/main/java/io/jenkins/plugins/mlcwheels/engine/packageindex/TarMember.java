package io.jenkins.plugins.mlcwheels.engine.packageindex;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds one file in a tar archive (ustar, pax and GNU names), read as a stream in constant memory. */
final class TarMember {

    private static final int BLOCK = 512;
    private static final int LARGEST_NAME = 1 << 16;

    private final InputStream in;
    private final long limit;
    private long read;

    /** @param limit bytes of the archive that are read at most */
    private TarMember(InputStream in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    /**
     * The content of the first regular file of that name.
     *
     * @param largest bytes that it may have
     * @param limit bytes of the archive that are read at most
     * @throws IOException if the archive is broken or beyond a limit
     */
    static Optional<byte[]> find(InputStream in, String name, int largest, long limit) throws IOException {
        return new TarMember(in, limit).find(name, largest);
    }

    private Optional<byte[]> find(String wanted, int largest) throws IOException {
        String longName = null;
        for (byte[] header = block(); header != null && header[0] != 0; header = block()) {
            checkSum(header);
            long size = size(header);
            char type = (char) (header[156] & 0xff);
            if (type == 'L' || type == 'x') {
                String text = new String(content(size, LARGEST_NAME), StandardCharsets.UTF_8);
                longName = type == 'L' ? text.replace("\0", "") : paxPath(text, longName);
                continue;
            }
            if (type == 'g') {
                skip(padded(size));
                continue;
            }
            String name = longName == null ? name(header) : longName;
            longName = null;
            boolean file = type == '0' || type == 0;
            if (file && (name.startsWith("./") ? name.substring(2) : name).equals(wanted)) {
                return Optional.of(content(size, largest));
            }
            skip(padded(size));
        }
        return Optional.empty();
    }

    /** Records are {@code LENGTH KEY=VALUE} lines. */
    private static String paxPath(String records, String before) {
        for (String line : records.split("\n")) {
            int blank = line.indexOf(' ');
            if (blank > 0 && line.startsWith("path=", blank + 1)) {
                return line.substring(blank + 6);
            }
        }
        return before;
    }

    private static String name(byte[] header) {
        boolean ustar = text(header, 257, 5).equals("ustar");
        String prefix = ustar && header[262] == 0 ? text(header, 345, 155) : "";
        String name = text(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static void checkSum(byte[] header) throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (sum != octal(header, 148, 8)) {
            throw new IOException("is not a tar archive, or is broken");
        }
    }

    private static long size(byte[] header) throws IOException {
        if ((header[124] & 0x80) != 0) {
            long value = header[124] & 0x7f;
            for (int i = 125; i < 136; i++) {
                if (value >>> 47 != 0) {
                    throw new IOException("has an entry of an impossible size");
                }
                value = value << 8 | header[i] & 0xff;
            }
            return value;
        }
        return octal(header, 124, 12);
    }

    private static long octal(byte[] header, int from, int length) throws IOException {
        long value = 0;
        for (char c : text(header, from, length).strip().toCharArray()) {
            if (c < '0' || c > '7') {
                throw new IOException("is not a tar archive, or is broken");
            }
            value = value << 3 | c - '0';
        }
        return value;
    }

    private static long padded(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private byte[] content(long size, int largest) throws IOException {
        if (size > largest) {
            throw new IOException("has an entry of " + size + " bytes that may have " + largest);
        }
        byte[] bytes = in.readNBytes((int) size);
        count(bytes.length);
        if (bytes.length < size) {
            throw new EOFException("ends in the middle");
        }
        skip(padded(size) - size);
        return bytes;
    }

    /** Null at the end. */
    private byte[] block() throws IOException {
        byte[] block = in.readNBytes(BLOCK);
        count(block.length);
        if (block.length > 0 && block.length < BLOCK) {
            throw new EOFException("ends in the middle");
        }
        return block.length == 0 ? null : block;
    }

    private void skip(long bytes) throws IOException {
        if (bytes > limit - read) {
            throw new IOException("has more than " + limit / 1_000_000 + " MB in it");
        }
        in.skipNBytes(bytes);
        read += bytes;
    }

    private void count(long bytes) throws IOException {
        read += bytes;
        if (read > limit) {
            throw new IOException("has more than " + limit / 1_000_000 + " MB in it");
        }
    }
}
