package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A program header ({@code Phdr}): what the loader maps or looks at. All numbers are unsigned.
 *
 * @param type {@code PT_*}
 * @param flags {@code PF_*}
 */
public record Segment(
        int type,
        int flags,
        long offset,
        long virtualAddress,
        long physicalAddress,
        long fileSize,
        long memorySize,
        long alignment) {

    public static final int PT_NULL = 0;
    public static final int PT_LOAD = 1;
    public static final int PT_DYNAMIC = 2;
    public static final int PT_INTERP = 3;
    public static final int PT_NOTE = 4;
    public static final int PT_PHDR = 6;
    public static final int PT_TLS = 7;
    public static final int PT_GNU_STACK = 0x6474E551;
    public static final int PT_GNU_RELRO = 0x6474E552;
    public static final int PT_GNU_PROPERTY = 0x6474E553;

    public static final int PF_X = 1;
    public static final int PF_W = 2;
    public static final int PF_R = 4;

    private static final int COUNT_IS_IN_SECTION = 0xFFFF;

    /** Whether what it loads may be executed (PF_X). */
    public boolean executable() {
        return (flags & PF_X) != 0;
    }

    /** @throws MalformedElfException when the table lies outside the file or has more than 65534 entries */
    public static List<Segment> readAll(ElfReader reader, ElfHeader header) throws IOException {
        int count = header.segmentCount();
        if (header.segmentsOffset() == 0 || count == 0) {
            return List.of();
        }
        if (count == COUNT_IS_IN_SECTION) {
            throw new MalformedElfException("e_phnum", "says that there are more than 65534 segments");
        }
        int stride = header.segmentSize();
        ElfFormat format = reader.format();
        ByteBuffer table = reader.readTable("e_phoff", header.segmentsOffset(), count, stride, format.segmentSize());
        List<Segment> segments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            segments.add(parse(format, table, i * stride));
        }
        return List.copyOf(segments);
    }

    private static Segment parse(ElfFormat format, ByteBuffer bytes, int at) {
        int word = format.wordSize();
        int first = format.is64() ? at + 8 : at + 4;
        int flags = format.is64() ? at + 4 : at + 24;
        int alignment = format.is64() ? at + 48 : at + 28;
        return new Segment(
                bytes.getInt(at),
                bytes.getInt(flags),
                format.word(bytes, first),
                format.word(bytes, first + word),
                format.word(bytes, first + 2 * word),
                format.word(bytes, first + 3 * word),
                format.word(bytes, first + 4 * word),
                format.word(bytes, alignment));
    }
}
