package io.jenkins.plugins.mlcwheels.engine.zip;

import io.jenkins.plugins.mlcwheels.engine.finding.Findings;
import java.io.IOException;

/**
 * The end of a ZIP archive: the end record, and the ZIP64 end record with its locator if there are any. Says where the
 * central directory is.
 *
 * <pre>
 * [leading data] entries | central directory | [ZIP64 end record | locator] | end record [comment] [trailing data]
 * </pre>
 */
final class EndRecord {

    private final String wheel;
    private final ChannelWindow file;
    private final Findings findings;

    /** How much later everything is than the archive's own offsets say. */
    private long base;

    private long entries;
    private long directorySize;
    private long directoryOffset;
    private long directoryEnd;

    private EndRecord(String wheel, ChannelWindow file, Findings findings) {
        this.wheel = wheel;
        this.file = file;
        this.findings = findings;
    }

    /** @throws BrokenArchiveException if there is none, or the central directory can't be where it says */
    static EndRecord find(String wheel, ChannelWindow file, Findings findings) throws IOException {
        EndRecord end = new EndRecord(wheel, file, findings);
        long at = end.search();
        end.readPlain(at);
        end.readZip64(at);
        end.place();
        return end;
    }

    long base() {
        return base;
    }

    /** Number of entries that it promises. */
    long entries() {
        return entries;
    }

    /** Position of the central directory in the file. */
    long directoryStart() {
        return directoryOffset + base;
    }

    /** Position after the central directory in the file. */
    long directoryEnd() {
        return directoryEnd;
    }

    long directorySize() {
        return directorySize;
    }

    private long search() throws IOException {
        int length = (int) Math.min(file.size(), ZipFormat.END_SIZE + ZipFormat.MAX16);
        long from = file.size() - length;
        int start = file.locate(from, length);
        int loose = -1;
        for (int at = start + length - ZipFormat.END_SIZE; at >= start; at--) {
            if (file.buffer().get(at) == 'P' && file.buffer().getInt(at) == ZipFormat.END) {
                if (at + ZipFormat.END_SIZE + file.u16(at + 20) == start + length) {
                    return from + at - start;
                }
                loose = Math.max(loose, at);
            }
        }
        if (loose >= 0) {
            return from + loose - start;
        }
        throw new BrokenArchiveException(wheel, notAnArchive());
    }

    private String notAnArchive() throws IOException {
        int head = file.locate(0, 4);
        if (file.size() == 0) {
            return "is empty";
        }
        return head >= 0 && file.buffer().getInt(head) == ZipFormat.LOCAL
                ? "is cut off: a ZIP archive that has no end after " + file.size() + " bytes"
                : "is not a wheel: it is not a ZIP archive";
    }

    private void readPlain(long position) throws IOException {
        int at = file.locate(position, ZipFormat.END_SIZE);
        if (file.u16(at + 4) != 0 || file.u16(at + 6) != 0 || file.u16(at + 8) != file.u16(at + 10)) {
            findings.addForAll(ZipProblem.BROKEN_DIRECTORY, "the archive says that it is one of several parts");
        }
        entries = file.u16(at + 10);
        directorySize = file.u32(at + 12);
        directoryOffset = file.u32(at + 16);
        directoryEnd = position;
        int comment = file.u16(at + 20);
        long rest = file.size() - position - ZipFormat.END_SIZE - comment;
        if (comment > 0) {
            findings.addForAll(ZipProblem.ARCHIVE_COMMENT, "the archive has a comment of " + comment + " bytes");
        }
        if (rest != 0) {
            findings.addForAll(
                    ZipProblem.TRAILING_DATA,
                    rest > 0 ? rest + " bytes follow the end of the archive" : "the archive's comment is cut off");
        }
    }

    private void readZip64(long position) throws IOException {
        long locatorPosition = position - ZipFormat.LOCATOR64_SIZE;
        int at = file.locate(locatorPosition, ZipFormat.LOCATOR64_SIZE);
        boolean needed =
                entries == ZipFormat.MAX16 || directorySize == ZipFormat.MAX32 || directoryOffset == ZipFormat.MAX32;
        if (at < 0 || file.buffer().getInt(at) != ZipFormat.LOCATOR64) {
            if (directorySize == ZipFormat.MAX32 || directoryOffset == ZipFormat.MAX32) {
                throw new BrokenArchiveException(wheel, "has no ZIP64 end record where it needs one");
            }
            return;
        }
        long promised = file.buffer().getLong(at + 8);
        long adjacent = locatorPosition - ZipFormat.END64_SIZE;
        if (file.u32(at + 4) != 0 || file.u32(at + 16) != 1) {
            broken64("its locator says that the archive has several parts");
        }
        if (promised != adjacent) {
            broken64("its end record is at " + adjacent + ", the locator says " + Long.toUnsignedString(promised));
        }
        readEnd64(isEnd64(adjacent) ? adjacent : promised, needed);
    }

    private boolean isEnd64(long position) throws IOException {
        int at = file.locate(position, ZipFormat.END64_SIZE);
        return at >= 0 && file.buffer().getInt(at) == ZipFormat.END64;
    }

    private void readEnd64(long position, boolean needed) throws IOException {
        if (!isEnd64(position)) {
            if (needed) {
                throw new BrokenArchiveException(wheel, "has no ZIP64 end record where its locator says");
            }
            broken64("there is a locator but no end record");
            return;
        }
        int at = file.locate(position, ZipFormat.END64_SIZE);
        long recordSize = file.buffer().getLong(at + 4);
        if (recordSize != ZipFormat.END64_SIZE - 12) {
            broken64("its end record has a size of " + Long.toUnsignedString(recordSize) + ", not 44");
        }
        if (file.u32(at + 16) != 0
                || file.u32(at + 20) != 0
                || file.buffer().getLong(at + 24) != file.buffer().getLong(at + 32)) {
            broken64("its end record says that the archive has several parts");
        }
        entries = same(
                "number of entries", entries, ZipFormat.MAX16, file.buffer().getLong(at + 32));
        directorySize = same(
                "directory size", directorySize, ZipFormat.MAX32, file.buffer().getLong(at + 40));
        directoryOffset = same(
                "directory offset",
                directoryOffset,
                ZipFormat.MAX32,
                file.buffer().getLong(at + 48));
        directoryEnd = position;
    }

    private long same(String what, long plain, long saturated, long large) {
        if (plain != saturated && plain != large) {
            broken64("its " + what + " is " + Long.toUnsignedString(large) + ", that of the end record is " + plain);
        }
        return large;
    }

    private void place() throws IOException {
        if (directorySize < 0 || directoryOffset < 0 || directorySize > directoryEnd || entries < 0) {
            throw new BrokenArchiveException(wheel, "has a central directory that doesn't fit into the file");
        }
        long shift = directoryEnd - directorySize - directoryOffset;
        if (shift == 0) {
            return;
        }
        if (shift > 0 && (entries == 0 || isCentral(directoryOffset + shift))) {
            base = shift;
            findings.addForAll(
                    ZipProblem.LEADING_DATA, "the archive begins after " + shift + " bytes of something else");
        } else if (shift > 0 && isCentral(directoryOffset)) {
            findings.addForAll(
                    ZipProblem.BROKEN_DIRECTORY, shift + " bytes lie between the central directory and its end");
        } else {
            throw new BrokenArchiveException(
                    wheel, "has a central directory that is cut off or not where it should be");
        }
    }

    private boolean isCentral(long position) throws IOException {
        int at = file.locate(position, 4);
        return at >= 0 && file.buffer().getInt(at) == ZipFormat.CENTRAL;
    }

    private void broken64(String message) {
        findings.addForAll(ZipProblem.BROKEN_ZIP64, "ZIP64: " + message);
    }
}
