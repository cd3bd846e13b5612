package io.jenkins.plugins.mlcwheels.engine.zip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** Writes a ZIP archive without data descriptors; ZIP64 where a number calls for it, and only there. */
final class ZipOutput {

    private static final int MADE_BY_UNIX = 3 << 8;
    private static final int VERSION = 20;
    private static final int VERSION_ZIP64 = 45;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream(64 << 10);
    private long flushed;
    private long entries;

    ZipOutput(FileChannel channel) {
        this.channel = channel;
    }

    private long position() {
        return flushed + buffer.position();
    }

    /** Copies an entry's compressed bytes. */
    void copy(ZipWriter.Header header, ArchiveEntry entry, FileChannel source) throws IOException {
        long offset = position();
        boolean zip64 = entry.size() >= ZipFormat.MAX32 || entry.compressedSize() >= ZipFormat.MAX32;
        write(local(header, entry.method(), entry.crc(), entry.compressedSize(), entry.size(), zip64));
        transfer(source, entry.dataOffset(), entry.compressedSize());
        central(header, entry.method(), entry.crc(), entry.compressedSize(), entry.size(), offset);
    }

    private void transfer(FileChannel source, long from, long length) throws IOException {
        long at = from;
        long left = length;
        if (left > buffer.remaining() || left > 256 << 10) {
            flush();
        }
        while (left > 0) {
            long n;
            if (left <= buffer.remaining() && left <= 256 << 10) {
                buffer.limit(buffer.position() + (int) left);
                n = source.read(buffer, at);
                buffer.limit(buffer.capacity());
            } else {
                channel.position(flushed);
                n = source.transferTo(at, left, channel);
                flushed += n;
            }
            if (n <= 0) {
                throw new IOException("the source archive got shorter while it was read");
            }
            at += n;
            left -= n;
        }
    }

    /** Where the compressed content of an entry is written by a {@link Body}. */
    @FunctionalInterface
    interface Body {
        ParallelDeflater.Result writeTo(ParallelDeflater.Sink sink) throws IOException;
    }

    /** @param size of the content, known before; decides about ZIP64 */
    EntryDigest deflated(ZipWriter.Header header, long size, Body body) throws IOException {
        long offset = position();
        boolean zip64 = size + (size >> 10) + (64 << 10) >= ZipFormat.MAX32;
        byte[] placeholder = local(header, ArchiveEntry.DEFLATED, 0, 0, 0, zip64);
        write(placeholder);
        ParallelDeflater.Result result = body.writeTo((bytes, length) -> write(bytes, 0, length));
        if (result.digest().size() != size) {
            throw new IOException("the new content of " + header.name() + " changed while it was read");
        }
        patch(offset, local(header, ArchiveEntry.DEFLATED, result.crc(), result.compressedSize(), size, zip64));
        central(header, ArchiveEntry.DEFLATED, result.crc(), result.compressedSize(), size, offset);
        return result.digest();
    }

    private void patch(long offset, byte[] bytes) throws IOException {
        if (offset >= flushed) {
            System.arraycopy(bytes, 0, buffer.array(), (int) (offset - flushed), bytes.length);
            return;
        }
        flush();
        ByteBuffer range = ByteBuffer.wrap(bytes);
        while (range.hasRemaining()) {
            channel.write(range, offset + range.position());
        }
    }

    void finish() throws IOException {
        long start = position();
        write(directory.toByteArray());
        long size = position() - start;
        if (entries >= ZipFormat.MAX16 || start >= ZipFormat.MAX32 || size >= ZipFormat.MAX32) {
            end64(start, size);
        }
        short count = (short) Math.min(entries, ZipFormat.MAX16);
        write(littleEndian(ZipFormat.END_SIZE)
                .putInt(ZipFormat.END)
                .putInt(0)
                .putShort(count)
                .putShort(count)
                .putInt((int) Math.min(size, ZipFormat.MAX32))
                .putInt((int) Math.min(start, ZipFormat.MAX32))
                .putShort((short) 0)
                .array());
        flush();
    }

    private void end64(long start, long size) throws IOException {
        long at = position();
        write(littleEndian(ZipFormat.END64_SIZE + ZipFormat.LOCATOR64_SIZE)
                .putInt(ZipFormat.END64)
                .putLong(ZipFormat.END64_SIZE - 12)
                .putShort((short) (MADE_BY_UNIX | VERSION_ZIP64))
                .putShort((short) VERSION_ZIP64)
                .putInt(0)
                .putInt(0)
                .putLong(entries)
                .putLong(entries)
                .putLong(size)
                .putLong(start)
                .putInt(ZipFormat.LOCATOR64)
                .putInt(0)
                .putLong(at)
                .putInt(1)
                .array());
    }

    private static byte[] local(
            ZipWriter.Header header, int method, int crc, long compressedSize, long size, boolean zip64) {
        byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = littleEndian(ZipFormat.LOCAL_SIZE + name.length + (zip64 ? 20 : 0))
                .putInt(ZipFormat.LOCAL)
                .putShort((short) (zip64 ? VERSION_ZIP64 : VERSION))
                .putShort(flags(header.name(), name))
                .putShort((short) method)
                .putInt(header.dosTime())
                .putInt(crc)
                .putInt((int) (zip64 ? ZipFormat.MAX32 : compressedSize))
                .putInt((int) (zip64 ? ZipFormat.MAX32 : size))
                .putShort((short) name.length)
                .putShort((short) (zip64 ? 20 : 0))
                .put(name);
        if (zip64) {
            out.putShort((short) ZipFormat.EXTRA_ZIP64)
                    .putShort((short) 16)
                    .putLong(size)
                    .putLong(compressedSize);
        }
        return out.array();
    }

    private void central(ZipWriter.Header header, int method, int crc, long compressedSize, long size, long offset) {
        byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
        long[] values = {size, compressedSize, offset};
        int large = 0;
        for (long value : values) {
            large += value >= ZipFormat.MAX32 ? 8 : 0;
        }
        int extra = large == 0 ? 0 : large + 4;
        ByteBuffer out = littleEndian(ZipFormat.CENTRAL_SIZE + name.length + extra)
                .putInt(ZipFormat.CENTRAL)
                .putShort((short) (MADE_BY_UNIX | (large > 0 ? VERSION_ZIP64 : VERSION)))
                .putShort((short) (large > 0 ? VERSION_ZIP64 : VERSION))
                .putShort(flags(header.name(), name))
                .putShort((short) method)
                .putInt(header.dosTime())
                .putInt(crc)
                .putInt((int) Math.min(compressedSize, ZipFormat.MAX32))
                .putInt((int) Math.min(size, ZipFormat.MAX32))
                .putShort((short) name.length)
                .putShort((short) extra)
                .putShort((short) 0)
                .putInt(0)
                .putInt(header.mode() << 16 | (header.name().endsWith("/") ? 0x10 : 0))
                .putInt((int) Math.min(offset, ZipFormat.MAX32))
                .put(name);
        if (large > 0) {
            out.putShort((short) ZipFormat.EXTRA_ZIP64).putShort((short) large);
            for (long value : values) {
                if (value >= ZipFormat.MAX32) {
                    out.putLong(value);
                }
            }
        }
        directory.writeBytes(out.array());
        entries++;
    }

    private static short flags(String name, byte[] encoded) {
        return (short) (name.length() == encoded.length ? 0 : ZipFormat.FLAG_UTF8);
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    private void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int n = Math.min(left, buffer.remaining());
            buffer.put(bytes, at, n);
            at += n;
            left -= n;
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            flushed += channel.write(buffer, flushed);
        }
        buffer.clear();
    }
}
