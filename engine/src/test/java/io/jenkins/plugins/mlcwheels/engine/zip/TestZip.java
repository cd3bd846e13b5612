package io.jenkins.plugins.mlcwheels.engine.zip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes ZIP archives field by field, so that tests can make any of them wrong. */
public final class TestZip {

    /** One entry; every field may be changed after it was added. */
    public static final class Entry {
        public byte[] localName;
        public byte[] centralName;
        public int neededVersion = 20;
        public int localFlags = 1 << 11;
        public int centralFlags = 1 << 11;
        public int localMethod = 8;
        public int centralMethod = 8;
        public long localCrc;
        public long centralCrc;
        public long localSize;
        public long centralSize;
        public long localCompressedSize;
        public long centralCompressedSize;
        public byte[] data;
        public byte[] localExtra = {};
        public byte[] centralExtra = {};
        public int mode = 0100644;
        public int dosTime = (2024 - 1980) << 25 | 1 << 21 | 1 << 16;
        /** What comes before the local header, and after the data (a data descriptor, for instance). */
        public byte[] before = {};

        public byte[] after = {};
        /** Position of the local header; -1 for the true one. */
        public long offset = -1;
        /** Whether there is a local header and data at all. */
        public boolean hidden;

        long written;

        public Entry name(String name) {
            localName = name.getBytes(StandardCharsets.UTF_8);
            centralName = localName;
            return this;
        }
    }

    public final List<Entry> entries = new ArrayList<>();
    public byte[] leading = {};
    public byte[] beforeDirectory = {};
    public byte[] beforeEnd = {};
    public byte[] comment = {};
    public byte[] trailing = {};
    public int entryCount = -1;
    public long directorySize = -1;
    public long directoryOffset = -1;
    public boolean zip64;
    public Consumer<ByteBuffer> end64 = buffer -> {};
    public Consumer<ByteBuffer> locator64 = buffer -> {};

    /** Adds a deflated entry. */
    public Entry add(String name, byte[] content) {
        Entry entry = new Entry().name(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.localCrc = crc.getValue();
        entry.centralCrc = crc.getValue();
        entry.data = deflate(content);
        entry.localSize = content.length;
        entry.centralSize = content.length;
        entry.localCompressedSize = entry.data.length;
        entry.centralCompressedSize = entry.data.length;
        entries.add(entry);
        return entry;
    }

    public Entry addStored(String name, byte[] content) {
        Entry entry = add(name, content);
        entry.data = content;
        entry.localMethod = 0;
        entry.centralMethod = 0;
        entry.localCompressedSize = content.length;
        entry.centralCompressedSize = content.length;
        return entry;
    }

    public Entry entry(String name) {
        for (Entry entry : entries) {
            if (new String(entry.centralName, StandardCharsets.UTF_8).equals(name)) {
                return entry;
            }
        }
        throw new IllegalArgumentException(name);
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(leading);
        for (Entry entry : entries) {
            if (!entry.hidden) {
                out.writeBytes(entry.before);
                entry.written = out.size();
                out.writeBytes(local(entry));
                out.writeBytes(entry.data);
                out.writeBytes(entry.after);
            }
        }
        out.writeBytes(beforeDirectory);
        long directory = out.size();
        for (Entry entry : entries) {
            out.writeBytes(central(entry));
        }
        long size = out.size() - directory;
        out.writeBytes(beforeEnd);
        if (zip64) {
            out.writeBytes(end64(directory, size, out.size()));
        }
        out.writeBytes(end(directory, size));
        out.writeBytes(trailing);
        return out.toByteArray();
    }

    private static byte[] local(Entry entry) {
        return buffer(30 + entry.localName.length + entry.localExtra.length)
                .putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) entry.localFlags)
                .putShort((short) entry.localMethod)
                .putInt(entry.dosTime)
                .putInt((int) entry.localCrc)
                .putInt((int) entry.localCompressedSize)
                .putInt((int) entry.localSize)
                .putShort((short) entry.localName.length)
                .putShort((short) entry.localExtra.length)
                .put(entry.localName)
                .put(entry.localExtra)
                .array();
    }

    private static byte[] central(Entry entry) {
        return buffer(46 + entry.centralName.length + entry.centralExtra.length)
                .putInt(0x02014b50)
                .putShort((short) (3 << 8 | 20))
                .putShort((short) entry.neededVersion)
                .putShort((short) entry.centralFlags)
                .putShort((short) entry.centralMethod)
                .putInt(entry.dosTime)
                .putInt((int) entry.centralCrc)
                .putInt((int) entry.centralCompressedSize)
                .putInt((int) entry.centralSize)
                .putShort((short) entry.centralName.length)
                .putShort((short) entry.centralExtra.length)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(entry.mode << 16)
                .putInt((int) (entry.offset < 0 ? entry.written : entry.offset))
                .put(entry.centralName)
                .put(entry.centralExtra)
                .array();
    }

    private byte[] end64(long directory, long size, long position) {
        ByteBuffer record = buffer(56)
                .putInt(0x06064b50)
                .putLong(44)
                .putShort((short) 45)
                .putShort((short) 45)
                .putInt(0)
                .putInt(0)
                .putLong(entries.size())
                .putLong(entries.size())
                .putLong(size)
                .putLong(directory);
        end64.accept(record);
        ByteBuffer locator =
                buffer(20).putInt(0x07064b50).putInt(0).putLong(position).putInt(1);
        locator64.accept(locator);
        return buffer(76).put(record.array()).put(locator.array()).array();
    }

    private byte[] end(long directory, long size) {
        int count = entryCount < 0 ? entries.size() : entryCount;
        return buffer(22 + comment.length)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) count)
                .putShort((short) count)
                .putInt((int) (directorySize < 0 ? size : directorySize))
                .putInt((int) (directoryOffset < 0 ? directory : directoryOffset))
                .putShort((short) comment.length)
                .put(comment)
                .array();
    }

    public static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[8192];
        while (!deflater.finished()) {
            out.write(chunk, 0, deflater.deflate(chunk));
        }
        deflater.end();
        return out.toByteArray();
    }

    public static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The bytes of an entry as they lie in the archive. */
    public static byte[] compressed(Path archive, String name) throws IOException {
        try (ZipArchive zip = ZipArchive.open(archive, "test", ZipLimits.DEFAULT)) {
            ArchiveEntry entry = zip.entry(name).orElseThrow();
            ByteBuffer bytes = ByteBuffer.allocate((int) entry.compressedSize());
            zip.channel().read(bytes, entry.dataOffset());
            return bytes.array();
        }
    }
}
