package io.jenkins.plugins.mlcwheels.engine.zip;

import io.jenkins.plugins.mlcwheels.engine.finding.Findings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the headers of the central directory one after the other. */
final class CentralDirectory {

    private final String wheel;
    private final ChannelWindow file;
    private final Findings findings;
    private final ZipLimits limits;
    private final List<CentralHeader> headers = new ArrayList<>();
    private boolean complete = true;

    CentralDirectory(String wheel, ChannelWindow file, Findings findings, ZipLimits limits) {
        this.wheel = wheel;
        this.file = file;
        this.findings = findings;
        this.limits = limits;
    }

    /** @throws BrokenArchiveException if it is larger than the limit or a header is not a header */
    List<CentralHeader> read(EndRecord end) throws IOException {
        if (end.directorySize() > limits.maxDirectoryBytes()) {
            throw new BrokenArchiveException(
                    wheel, "has a central directory of " + end.directorySize() + " bytes; nothing real has that");
        }
        long at = end.directoryStart();
        long stop = at + end.directorySize();
        while (at < stop) {
            if (headers.size() == limits.maxEntries()) {
                complete = false;
                findings.addForAll(
                        ZipProblem.TOO_MANY_ENTRIES, "there are more than " + limits.maxEntries() + " entries");
                return headers;
            }
            at = header(at, stop, end.base());
        }
        if (headers.size() != end.entries()) {
            findings.addForAll(
                    ZipProblem.BROKEN_DIRECTORY,
                    "the archive has " + headers.size() + " entries, its end record says " + end.entries());
        }
        return headers;
    }

    /** Whether all entries were read. */
    boolean isComplete() {
        return complete;
    }

    /** Returns the position after the header. */
    private long header(long position, long stop, long base) throws IOException {
        int at = stop - position < ZipFormat.CENTRAL_SIZE ? -1 : file.locate(position, ZipFormat.CENTRAL_SIZE);
        if (at < 0 || file.buffer().getInt(at) != ZipFormat.CENTRAL) {
            throw new BrokenArchiveException(
                    wheel, "has a central directory that is broken after " + headers.size() + " entries");
        }
        int nameLength = file.u16(at + 28);
        int extraLength = file.u16(at + 30);
        int commentLength = file.u16(at + 32);
        int length = ZipFormat.CENTRAL_SIZE + nameLength + extraLength + commentLength;
        at = stop - position < length ? -1 : file.locate(position, length);
        if (at < 0) {
            throw new BrokenArchiveException(
                    wheel, "has a central directory that is cut off after " + headers.size() + " entries");
        }
        CentralHeader header = fields(at);
        header.rawName = file.bytes(at + ZipFormat.CENTRAL_SIZE, nameLength);
        header.name = decode(header);
        extra(header, at + ZipFormat.CENTRAL_SIZE + nameLength, extraLength, file.u16(at + 34));
        header.headerOffset += base;
        if (commentLength > 0) {
            findings.add(
                    ZipProblem.ENTRY_COMMENT, header.name, "the entry has a comment of " + commentLength + " bytes");
        }
        if (header.neededVersion > ZipFormat.NEWEST_VERSION) {
            findings.add(
                    ZipProblem.UNSUPPORTED_FEATURE,
                    header.name,
                    "needs version " + header.neededVersion / 10 + "." + header.neededVersion % 10
                            + " of the ZIP format");
        }
        if ((header.flags & ZipFormat.FLAG_PATCHED) != 0) {
            findings.add(ZipProblem.UNSUPPORTED_FEATURE, header.name, "is marked as patched data");
        }
        headers.add(header);
        return position + length;
    }

    private CentralHeader fields(int at) {
        CentralHeader header = new CentralHeader();
        header.madeBy = file.u16(at + 4);
        header.neededVersion = file.u16(at + 6) & 0xFF;
        header.flags = file.u16(at + 8);
        header.method = file.u16(at + 10);
        header.dosTime = file.buffer().getInt(at + 12);
        header.crc = file.buffer().getInt(at + 16);
        header.compressedSize = file.u32(at + 20);
        header.size = file.u32(at + 24);
        header.externalAttributes = file.buffer().getInt(at + 38);
        header.headerOffset = file.u32(at + 42);
        return header;
    }

    private String decode(CentralHeader header) {
        for (byte b : header.rawName) {
            if (b < 0) {
                return decodeBeyondAscii(header);
            }
        }
        return new String(header.rawName, StandardCharsets.ISO_8859_1);
    }

    private String decodeBeyondAscii(CentralHeader header) {
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.rawName))
                    .toString();
            if ((header.flags & ZipFormat.FLAG_UTF8) == 0) {
                findings.add(ZipProblem.NAME_NOT_UTF8, name, "the name has other than ASCII but no UTF-8 flag");
            }
            return name;
        } catch (CharacterCodingException e) {
            String name = new String(header.rawName, StandardCharsets.ISO_8859_1);
            findings.add(ZipProblem.NAME_NOT_UTF8, name, "the name is not UTF-8");
            return name;
        }
    }

    private void extra(CentralHeader header, int from, int length, int disk) {
        boolean seen = false;
        int at = from;
        int end = from + length;
        while (end - at >= 4) {
            int id = file.u16(at);
            int size = file.u16(at + 2);
            if (size > end - at - 4) {
                break;
            }
            if (id == ZipFormat.EXTRA_ZIP64) {
                if (seen) {
                    findings.add(ZipProblem.BROKEN_ZIP64, header.name, "there are two ZIP64 fields");
                }
                seen = true;
                zip64(header, at + 4, size, disk);
            } else if (id == ZipFormat.EXTRA_UNICODE_PATH) {
                unicodePath(header, at + 4, size);
            }
            at += 4 + size;
        }
        if (at != end) {
            findings.add(ZipProblem.BROKEN_EXTRA_FIELD, header.name, "an extra field in the directory is cut off");
        }
        boolean saturated = header.size == ZipFormat.MAX32
                || header.compressedSize == ZipFormat.MAX32
                || header.headerOffset == ZipFormat.MAX32;
        if (saturated && !seen) {
            findings.add(ZipProblem.BROKEN_ZIP64, header.name, "a ZIP64 field is missing");
        }
    }

    /** Values are there only for header fields that are full, in this order: size, compressed size, offset, disk. */
    private void zip64(CentralHeader header, int from, int length, int disk) {
        int wanted = (header.size == ZipFormat.MAX32 ? 8 : 0)
                + (header.compressedSize == ZipFormat.MAX32 ? 8 : 0)
                + (header.headerOffset == ZipFormat.MAX32 ? 8 : 0)
                + (disk == ZipFormat.MAX16 ? 4 : 0);
        if (length != wanted) {
            findings.add(
                    ZipProblem.BROKEN_ZIP64,
                    header.name,
                    "a ZIP64 field has " + length + " bytes where " + wanted + " are called for");
        }
        if (length < wanted) {
            return;
        }
        int at = from;
        if (header.size == ZipFormat.MAX32) {
            header.size = large(header, at);
            at += 8;
        }
        if (header.compressedSize == ZipFormat.MAX32) {
            header.compressedSize = large(header, at);
            at += 8;
        }
        if (header.headerOffset == ZipFormat.MAX32) {
            header.headerOffset = large(header, at);
        }
    }

    private long large(CentralHeader header, int at) {
        long value = file.buffer().getLong(at);
        if (value < 0 || value > Long.MAX_VALUE / 4) {
            findings.add(ZipProblem.BROKEN_ZIP64, header.name, "a ZIP64 field says " + Long.toUnsignedString(value));
            return Long.MAX_VALUE / 4;
        }
        return value;
    }

    private void unicodePath(CentralHeader header, int from, int length) {
        if (length < 5 || !Arrays.equals(file.bytes(from + 5, length - 5), header.rawName)) {
            findings.add(ZipProblem.LOCAL_HEADER_DIFFERS, header.name, "an extra field gives the entry another name");
        }
    }
}
