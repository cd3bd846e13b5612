package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A section header ({@code Shdr}): what linkers and tools look at; the loader never does, and it may be stripped. All
 * numbers are unsigned.
 *
 * @param nameOffset where the name begins in the section of names
 * @param type {@code SHT_*}
 */
public record Section(
        int nameOffset,
        int type,
        long flags,
        long address,
        long offset,
        long size,
        int link,
        int info,
        long alignment,
        long entrySize) {

    public static final int SHT_NULL = 0;
    public static final int SHT_PROGBITS = 1;
    public static final int SHT_STRTAB = 3;
    public static final int SHT_HASH = 5;
    public static final int SHT_DYNAMIC = 6;
    public static final int SHT_NOTE = 7;
    public static final int SHT_NOBITS = 8;
    public static final int SHT_DYNSYM = 11;
    public static final int SHT_GNU_HASH = 0x6FFFFFF6;

    public static final long SHF_WRITE = 1;
    public static final long SHF_ALLOC = 2;
    public static final long SHF_TLS = 0x400;

    /** Far above what linkers make even with a section for each function. */
    private static final int MOST = 1 << 22;

    /**
     * All section headers, the null one included; empty when they are stripped.
     *
     * @throws MalformedElfException when the table lies outside the file or is absurdly long
     */
    public static List<Section> readAll(ElfReader reader, ElfHeader header) throws IOException {
        if (header.sectionsOffset() == 0) {
            return List.of();
        }
        int stride = header.sectionSize();
        int count = count(reader, header, stride);
        ElfFormat format = reader.format();
        ByteBuffer table = reader.readTable("e_shoff", header.sectionsOffset(), count, stride, format.sectionSize());
        List<Section> sections = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sections.add(parse(format, table, i * stride));
        }
        return List.copyOf(sections);
    }

    private static int count(ElfReader reader, ElfHeader header, int stride) throws IOException {
        if (header.sectionCount() != 0) {
            return header.sectionCount();
        }
        ElfFormat format = reader.format();
        ByteBuffer first = reader.readTable("e_shoff", header.sectionsOffset(), 1, stride, format.sectionSize());
        long size = parse(format, first, 0).size();
        if (size < 0 || size > MOST) {
            throw new MalformedElfException("e_shnum", "says that there are more than " + MOST + " sections");
        }
        return (int) size;
    }

    private static Section parse(ElfFormat format, ByteBuffer bytes, int at) {
        int word = format.wordSize();
        int middle = at + 8 + 4 * word;
        return new Section(
                bytes.getInt(at),
                bytes.getInt(at + 4),
                format.word(bytes, at + 8),
                format.word(bytes, at + 8 + word),
                format.word(bytes, at + 8 + 2 * word),
                format.word(bytes, at + 8 + 3 * word),
                bytes.getInt(middle),
                bytes.getInt(middle + 4),
                format.word(bytes, middle + 8),
                format.word(bytes, middle + 8 + word));
    }
}
