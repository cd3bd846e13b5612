package io.jenkins.plugins.mlcwheels.engine.macho;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a Mach-O file says to the loader of macOS, free of the file's bytes: one slice for each processor.
 *
 * @param fat whether it is a file of several slices, of which there may be only one
 */
public record MachOFile(boolean fat, List<MachOSlice> slices) {

    static final String FORMAT = "Mach-O";

    private static final int FAT = 0xCAFEBABE;
    private static final int FAT_64 = 0xCAFEBABF;

    /** No file has more processors; Apple's tools know a dozen. */
    private static final int MOST_SLICES = 64;

    /** What a class file of Java has at the place of the number of slices is its version, 45 or more. */
    private static final int FIRST_OF_JAVA = 45;

    private static final int LAST_OF_JAVA = 200;

    public MachOFile {
        slices = List.copyOf(slices);
    }

    /** Whether the bytes begin as a Mach-O file does, and not as a class file of Java. */
    public static boolean isMachO(byte[] start) {
        if (start.length < 28) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.wrap(start);
        int magic = bytes.getInt(0);
        int count = bytes.getInt(4);
        return switch (magic) {
            case FAT -> count > 0 && ((count & 0xFFFF) < FIRST_OF_JAVA || (count & 0xFFFF) > LAST_OF_JAVA);
            case FAT_64, 0xFEEDFACE, 0xFEEDFACF, 0xCEFAEDFE, 0xCFFAEDFE -> true;
            default -> false;
        };
    }

    /**
     * @param digests of the pages of the file that pass through {@code bytes}
     * @param wanted which names of exported and of needed symbols to keep
     * @throws io.jenkins.plugins.mlcwheels.engine.bytes.MalformedFileException if something in it can't be true; it
     *     names the field
     */
    public static MachOFile read(StreamedBytes bytes, PageDigests digests, Predicate<String> wanted)
            throws IOException {
        ByteBuffer start = bytes.read("magic", 0, 8).order(ByteOrder.BIG_ENDIAN);
        int magic = start.getInt(0);
        List<MachOSlice> slices = new ArrayList<>();
        if (magic != FAT && magic != FAT_64) {
            slices.add(new SliceReader(bytes, 0, bytes.length(), digests, wanted).read());
            return new MachOFile(false, slices);
        }
        long count = start.getInt(4) & 0xFFFFFFFFL;
        if (count == 0 || count > MOST_SLICES) {
            throw bytes.malformed("nfat_arch", "is " + count + ", and not 1 to " + MOST_SLICES);
        }
        for (Range range : ranges(bytes, magic == FAT_64, (int) count)) {
            slices.add(new SliceReader(bytes, range.offset, range.size, digests, wanted).read());
        }
        return new MachOFile(true, slices);
    }

    /** Where a slice lies. */
    private record Range(long offset, long size) {}

    private static List<Range> ranges(StreamedBytes bytes, boolean wide, int count) throws IOException {
        int width = wide ? 32 : 20;
        long end = 8 + (long) width * count;
        ByteBuffer table = bytes.read("fat_arch", 8, (long) width * count).order(ByteOrder.BIG_ENDIAN);
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = width * i;
            long offset = wide ? table.getLong(at + 8) : table.getInt(at + 8) & 0xFFFFFFFFL;
            long size = wide ? table.getLong(at + 16) : table.getInt(at + 12) & 0xFFFFFFFFL;
            if (!bytes.holds(offset, size) || offset < end) {
                throw bytes.malformed("fat_arch", (i + 1) + " lies outside the file or over the header");
            }
            for (Range other : ranges) {
                if (offset < other.offset + other.size && other.offset < offset + size) {
                    throw bytes.malformed("fat_arch", (i + 1) + " overlaps another slice");
                }
            }
            ranges.add(new Range(offset, size));
        }
        return ranges;
    }
}
