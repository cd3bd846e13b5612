package io.jenkins.plugins.mlcwheels.engine.zip;

import io.jenkins.plugins.mlcwheels.engine.finding.Findings;
import java.io.IOException;
import java.util.List;

/**
 * Compares each local header with the central one, and sees that headers, data and descriptors fill the file without
 * gaps and without sharing bytes. Entries are visited in the order of the file.
 */
final class LocalHeaders {

    private final ChannelWindow file;
    private final Findings findings;
    private final long start;
    private final long stop;
    private long next;
    private boolean overlapping;

    /** @param start where the first entry should be, {@code stop} where the central directory begins */
    LocalHeaders(ChannelWindow file, Findings findings, long start, long stop) {
        this.file = file;
        this.findings = findings;
        this.start = start;
        this.stop = stop;
    }

    /** Both lists in the order of {@link CentralHeader#headerOffset}. */
    void check(List<CentralHeader> headers, List<ArchiveEntry> entries) throws IOException {
        next = start;
        for (int i = 0; i < headers.size(); i++) {
            long limit = i + 1 < headers.size() ? Math.min(stop, headers.get(i + 1).headerOffset) : stop;
            check(headers.get(i), entries.get(i), limit);
        }
        if (next < stop) {
            findings.addForAll(
                    ZipProblem.DATA_BETWEEN_ENTRIES,
                    (stop - next) + " bytes before the central directory belong to no entry");
        }
    }

    boolean isOverlapping() {
        return overlapping;
    }

    private void check(CentralHeader header, ArchiveEntry entry, long limit) throws IOException {
        boolean overlaps = header.headerOffset < next;
        if (overlaps) {
            overlapping = true;
            findings.add(ZipProblem.OVERLAPPING_ENTRIES, header.name, "shares bytes with the entry before it");
        } else if (header.headerOffset > next) {
            gap(header);
        }
        int at = header.headerOffset > stop - ZipFormat.LOCAL_SIZE
                ? -1
                : file.locate(header.headerOffset, ZipFormat.LOCAL_SIZE);
        if (at < 0 || file.buffer().getInt(at) != ZipFormat.LOCAL) {
            findings.add(
                    ZipProblem.LOCAL_HEADER_MISSING, header.name, "there is no local header at " + header.headerOffset);
            next = Math.max(next, Math.min(limit, header.headerOffset));
            return;
        }
        int length = ZipFormat.LOCAL_SIZE + file.u16(at + 26) + file.u16(at + 28);
        at = file.locate(header.headerOffset, length);
        long data = header.headerOffset + length;
        boolean inside = at >= 0 && data <= stop && header.compressedSize <= stop - data;
        if (!inside) {
            findings.add(ZipProblem.ENTRY_OUT_OF_BOUNDS, header.name, "reaches beyond the archive's entries");
            next = limit;
            return;
        }
        boolean zip64 = compare(header, at);
        long end = data + header.compressedSize;
        if ((header.flags & ZipFormat.FLAG_DESCRIPTOR) != 0) {
            end = descriptor(header, end, limit, zip64);
        }
        entry.locate(data, !overlaps && isReadable(header));
        next = Math.max(next, end);
    }

    private void gap(CentralHeader header) {
        long bytes = header.headerOffset - next;
        if (next == start) {
            findings.addForAll(ZipProblem.LEADING_DATA, bytes + " bytes come before the first entry");
        } else if (bytes < stop) {
            findings.add(ZipProblem.DATA_BETWEEN_ENTRIES, header.name, bytes + " bytes before it belong to no entry");
        }
        next = header.headerOffset;
    }

    private static boolean isReadable(CentralHeader header) {
        int encrypted = ZipFormat.FLAG_ENCRYPTED | ZipFormat.FLAG_STRONG_ENCRYPTION | ZipFormat.FLAG_MASKED;
        boolean known = header.method == ArchiveEntry.STORED && header.size == header.compressedSize
                || header.method == ArchiveEntry.DEFLATED;
        return known && (header.flags & encrypted) == 0;
    }

    /** Returns whether the local header has a ZIP64 field. */
    private boolean compare(CentralHeader header, int at) {
        int nameLength = file.u16(at + 26);
        differs(header, "flags", header.flags, file.u16(at + 6));
        differs(header, "method", header.method, file.u16(at + 8));
        if (!java.util.Arrays.equals(file.bytes(at + ZipFormat.LOCAL_SIZE, nameLength), header.rawName)) {
            findings.add(
                    ZipProblem.LOCAL_HEADER_DIFFERS,
                    header.name,
                    "its local header has the name '"
                            + new String(
                                    file.bytes(at + ZipFormat.LOCAL_SIZE, nameLength),
                                    java.nio.charset.StandardCharsets.UTF_8)
                            + "'");
        }
        int zip64 = zip64Field(header, at + ZipFormat.LOCAL_SIZE + nameLength, file.u16(at + 28));
        long crc = file.u32(at + 14);
        long compressedSize = file.u32(at + 18);
        long size = file.u32(at + 22);
        if (size == ZipFormat.MAX32 || compressedSize == ZipFormat.MAX32) {
            if (zip64 < 0) {
                findings.add(ZipProblem.BROKEN_ZIP64, header.name, "its local header lacks a ZIP64 field");
                return false;
            }
            size = size == ZipFormat.MAX32 ? file.buffer().getLong(zip64) : size;
            compressedSize = compressedSize == ZipFormat.MAX32 ? file.buffer().getLong(zip64 + 8) : compressedSize;
        }
        boolean later = (header.flags & ZipFormat.FLAG_DESCRIPTOR) != 0;
        if (!later || (crc | size | compressedSize) != 0) {
            differs(
                    header,
                    "CRC",
                    header.crc & ZipFormat.MAX32,
                    later && crc == 0 ? header.crc & ZipFormat.MAX32 : crc);
            differs(header, "size", header.size, later && size == 0 ? header.size : size);
            differs(
                    header,
                    "compressed size",
                    header.compressedSize,
                    later && compressedSize == 0 ? header.compressedSize : compressedSize);
        }
        return zip64 >= 0;
    }

    private void differs(CentralHeader header, String what, long central, long local) {
        if (central != local) {
            findings.add(
                    ZipProblem.LOCAL_HEADER_DIFFERS,
                    header.name,
                    what + " is " + local + " in its local header, " + central + " in the central directory");
        }
    }

    /** Returns where the two sizes of the ZIP64 field are, or -1. */
    private int zip64Field(CentralHeader header, int from, int length) {
        int at = from;
        int end = from + length;
        int found = -1;
        while (end - at >= 4) {
            int size = file.u16(at + 2);
            if (size > end - at - 4) {
                break;
            }
            if (file.u16(at) == ZipFormat.EXTRA_ZIP64) {
                if (size == 16 && found < 0) {
                    found = at + 4;
                } else {
                    findings.add(ZipProblem.BROKEN_ZIP64, header.name, "the ZIP64 field of its local header is broken");
                }
            }
            at += 4 + size;
        }
        if (at != end) {
            findings.add(ZipProblem.BROKEN_EXTRA_FIELD, header.name, "an extra field is cut off");
        }
        return found;
    }

    /**
     * Sees that CRC and sizes follow the data, with or without a signature, the sizes of 4 bytes each or, with ZIP64,
     * of 8. Returns the position after them.
     */
    private long descriptor(CentralHeader header, long position, long limit, boolean zip64) throws IOException {
        int room = (int) Math.min(24, limit - position);
        int at = room < 12 ? -1 : file.locate(position, room);
        if (at >= 0) {
            int signature = file.buffer().getInt(at) == ZipFormat.DESCRIPTOR ? 4 : 0;
            for (int from = signature; from >= 0; from -= 4) {
                for (int width = zip64 ? 8 : 4; width >= 4; width -= 4) {
                    int length = from + 4 + 2 * width;
                    if (length <= room && matches(header, at + from, width)) {
                        return position + length;
                    }
                }
            }
        }
        findings.add(
                ZipProblem.BROKEN_DATA_DESCRIPTOR,
                header.name,
                "the data descriptor after it is missing or isn't what the central directory says");
        return Math.max(position, Math.min(limit, position + 24));
    }

    private boolean matches(CentralHeader header, int at, int width) {
        long compressedSize = width == 8 ? file.buffer().getLong(at + 4) : file.u32(at + 4);
        long size = width == 8 ? file.buffer().getLong(at + 12) : file.u32(at + 8);
        return file.buffer().getInt(at) == header.crc && compressedSize == header.compressedSize && size == header.size;
    }
}
