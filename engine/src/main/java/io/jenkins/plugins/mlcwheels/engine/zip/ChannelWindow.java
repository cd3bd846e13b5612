package io.jenkins.plugins.mlcwheels.engine.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Small reads at rising positions of a file through one buffer. */
final class ChannelWindow {

    /** Room for the largest record: a header with a name, an extra field and a comment of 64 KiB each, and more. */
    static final int CAPACITY = 256 << 10;

    private static final int READ_AHEAD = 16 << 10;

    private final FileChannel channel;
    private final long size;
    private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
    private long start;

    ChannelWindow(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
        buffer.limit(0);
    }

    long size() {
        return size;
    }

    /**
     * Makes bytes available.
     *
     * @return where they are in {@link #buffer()}, or -1 if the file has not all of them
     */
    int locate(long offset, int length) throws IOException {
        if (offset < 0 || offset > size - length) {
            return -1;
        }
        if (offset < start || offset + length > start + buffer.limit()) {
            fill(offset, length);
        }
        return buffer.limit() - (int) (offset - start) < length ? -1 : (int) (offset - start);
    }

    private void fill(long offset, int length) throws IOException {
        buffer.clear();
        buffer.limit(Math.min(CAPACITY, Math.max(length, READ_AHEAD)));
        start = offset;
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, start + buffer.position()) < 0) {
                break;
            }
        }
        buffer.limit(buffer.position());
    }

    /** Little-endian; read by absolute positions only, and not across a call of {@link #locate}. */
    ByteBuffer buffer() {
        return buffer;
    }

    int u16(int at) {
        return buffer.getShort(at) & 0xFFFF;
    }

    long u32(int at) {
        return buffer.getInt(at) & ZipFormat.MAX32;
    }

    byte[] bytes(int at, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(buffer.array(), at, copy, 0, length);
        return copy;
    }
}
