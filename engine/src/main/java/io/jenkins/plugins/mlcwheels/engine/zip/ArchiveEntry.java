package io.jenkins.plugins.mlcwheels.engine.zip;

import java.time.LocalDateTime;

/**
 * One entry of an archive, as the central directory describes it. Two entries of an archive may have the same name in a
 * broken one, so identity is that of the object.
 */
public final class ArchiveEntry {

    static final int STORED = 0;
    static final int DEFLATED = 8;

    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_SYMLINK = 0120000;

    private final String name;
    private final int index;
    private final int madeBy;
    private final int flags;
    private final int method;
    private final int dosTime;
    private final int crc;
    private final long compressedSize;
    private final long size;
    private final int externalAttributes;
    private final long headerOffset;
    private long dataOffset = -1;
    private boolean readable;

    ArchiveEntry(CentralHeader header, int index) {
        this.name = header.name;
        this.index = index;
        this.madeBy = header.madeBy;
        this.flags = header.flags;
        this.method = header.method;
        this.dosTime = header.dosTime;
        this.crc = header.crc;
        this.compressedSize = header.compressedSize;
        this.size = header.size;
        this.externalAttributes = header.externalAttributes;
        this.headerOffset = header.headerOffset;
    }

    /** With {@code /} between directories; ends in one if it is a directory. */
    public String name() {
        return name;
    }

    /** The name without its directory. */
    public String fileName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Place in the central directory, from 0. */
    public int index() {
        return index;
    }

    /** Declared size of the content in bytes. */
    public long size() {
        return size;
    }

    /** Declared size in the archive in bytes. */
    public long compressedSize() {
        return compressedSize;
    }

    /** As the ZIP format numbers them: 0 is stored, 8 is deflated. */
    public int method() {
        return method;
    }

    /** Declared CRC-32 of the content. */
    public int crc() {
        return crc;
    }

    /** Whether it is a directory, which its name says. */
    public boolean isDirectory() {
        return name.endsWith("/");
    }

    /** Whether its Unix mode makes it a symbolic link. */
    public boolean isSymlink() {
        return (unixMode() & TYPE_MASK) == TYPE_SYMLINK;
    }

    /** File type and permissions as in {@code st_mode}; 0 if the archive doesn't say. */
    public int unixMode() {
        return externalAttributes >>> 16;
    }

    /** Whether anybody may execute it. */
    public boolean isExecutable() {
        return (unixMode() & 0111) != 0;
    }

    /** Last change, of no particular time zone, to two seconds; the first of 1980 if the archive's is not a date. */
    public LocalDateTime time() {
        return DosTime.toDateTime(dosTime);
    }

    /** Whether its bytes can be got at: not encrypted, a known method, inside the archive, overlapping nothing. */
    public boolean isReadable() {
        return readable;
    }

    int madeBy() {
        return madeBy;
    }

    int flags() {
        return flags;
    }

    /** Last change as the archive has it; see {@link DosTime}. */
    public int dosTime() {
        return dosTime;
    }

    int externalAttributes() {
        return externalAttributes;
    }

    long headerOffset() {
        return headerOffset;
    }

    /** Where the compressed bytes begin in the file; -1 if unknown. */
    long dataOffset() {
        return dataOffset;
    }

    void locate(long offset, boolean isReadable) {
        dataOffset = offset;
        readable = isReadable;
    }

    @Override
    public String toString() {
        return name;
    }
}
