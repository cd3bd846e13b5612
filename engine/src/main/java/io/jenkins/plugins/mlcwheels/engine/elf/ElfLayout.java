package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where the parts of a dynamic ELF file lie: program headers, section headers, dynamic section, string table. Read
 * into memory, changed there, and stored back. Strings are decoded as ISO 8859-1, so that every byte survives.
 */
final class ElfLayout {

    static final int DT_NEEDED = 1;
    static final int DT_PLTGOT = 3;
    static final int DT_HASH = 4;
    static final int DT_STRTAB = 5;
    static final int DT_SYMTAB = 6;
    static final int DT_STRSZ = 10;
    static final int DT_SONAME = 14;
    static final int DT_RPATH = 15;
    static final int DT_RUNPATH = 29;
    static final int DT_GNU_HASH = 0x6ffffef5;
    static final int DT_VERNEED = 0x6ffffffe;
    static final int DT_VERNEEDNUM = 0x6fffffff;

    private static final int MAX_TABLE = 64 << 20;
    private static final int MAX_STRING = 1 << 20;

    /** One entry of the dynamic section. */
    record DynamicEntry(long tag, long value) {}

    final ElfWords words;
    final List<SegmentHeader> segments = new ArrayList<>();
    final List<SectionHeader> sections = new ArrayList<>();
    /** Entries up to, and without, the first DT_NULL, which ld leaves out when told to spare no entry. */
    final List<DynamicEntry> dynamic = new ArrayList<>();

    private final ByteBuffer header;
    long segmentTable;
    private final long sectionTable;

    private ElfLayout(ElfWords words) throws IOException {
        this.words = words;
        header = words.read(0, words.is64() ? 64 : 52, "ELF header");
        segmentTable = words.word(header, words.is64() ? 32 : 28);
        sectionTable = words.word(header, words.is64() ? 40 : 32);
    }

    static ElfLayout read(ElfWords words) throws IOException {
        ElfLayout layout = new ElfLayout(words);
        layout.readSegments();
        layout.readSections();
        layout.readDynamic();
        return layout;
    }

    private int half(int field) {
        return Short.toUnsignedInt(header.getShort((words.is64() ? 54 : 42) + 2 * field));
    }

    private void readSegments() throws IOException {
        int size = SegmentHeader.size(words);
        int count = half(1);
        if (count == 0 || count == 0xffff || half(0) != size) {
            throw new UnpatchableElfException("ELF header: " + count + " program headers of " + half(0) + " bytes");
        }
        ByteBuffer table = words.read(segmentTable, (long) count * size, "program headers");
        for (int i = 0; i < count; i++) {
            segments.add(SegmentHeader.read(words, table, i * size));
        }
    }

    private void readSections() throws IOException {
        int size = SectionHeader.size(words);
        if (sectionTable == 0) {
            return;
        }
        long count = half(3);
        if (count == 0) {
            count = SectionHeader.read(words, words.read(sectionTable, size, "first section header"), 0).size;
        }
        if (half(2) != size || count < 0 || count > MAX_TABLE / size) {
            throw new UnpatchableElfException("ELF header: " + count + " section headers of " + half(2) + " bytes");
        }
        ByteBuffer table = words.read(sectionTable, count * size, "section headers");
        for (int i = 0; i < count; i++) {
            sections.add(SectionHeader.read(words, table, i * size));
        }
    }

    private void readDynamic() throws IOException {
        SegmentHeader segment = dynamicSegment();
        if (segment.filesz > MAX_TABLE) {
            throw new UnpatchableElfException("PT_DYNAMIC: " + segment.filesz + " bytes");
        }
        ByteBuffer table = words.read(segment.offset, segment.filesz, "dynamic section");
        int word = words.wordSize();
        for (int at = 0; at + 2 * word <= table.limit(); at += 2 * word) {
            long tag = words.word(table, at);
            if (tag == 0) {
                return;
            }
            dynamic.add(new DynamicEntry(tag, words.word(table, at + word)));
        }
    }

    SegmentHeader dynamicSegment() {
        return segments.stream()
                .filter(segment -> segment.type == SegmentHeader.PT_DYNAMIC)
                .findFirst()
                .orElseThrow(() -> new UnpatchableElfException(
                        "no PT_DYNAMIC: statically linked or an object file",
                        "Only dynamically linked files are patched."));
    }

    int dynamicEntrySize() {
        return 2 * words.wordSize();
    }

    int segmentTableSize() {
        return segments.size() * SegmentHeader.size(words);
    }

    boolean sectionTableTouches(long start, long end) {
        return !sections.isEmpty()
                && sectionTable < end
                && sectionTable + (long) sections.size() * SectionHeader.size(words) > start;
    }

    OptionalLong tag(long tag) {
        return dynamic.stream()
                .filter(entry -> entry.tag() == tag)
                .mapToLong(DynamicEntry::value)
                .findFirst();
    }

    long requiredTag(long tag, String name) {
        return tag(tag).orElseThrow(() -> new UnpatchableElfException("dynamic section: no " + name));
    }

    void setTag(long tag, long value) {
        dynamic.replaceAll(entry -> entry.tag() == tag ? new DynamicEntry(tag, value) : entry);
    }

    long fileOffset(long address, String what) {
        return segments.stream()
                .filter(segment -> segment.isLoad() && segment.holdsAddress(address))
                .mapToLong(segment -> address - segment.vaddr + segment.offset)
                .findFirst()
                .orElseThrow(() -> new UnpatchableElfException(
                        what + ": address 0x" + Long.toHexString(address) + " is in no PT_LOAD's file bytes"));
    }

    /** The string at {@code index} of the dynamic string table. */
    String string(long index) throws IOException {
        long table = fileOffset(requiredTag(DT_STRTAB, "DT_STRTAB"), "DT_STRTAB");
        long left = requiredTag(DT_STRSZ, "DT_STRSZ") - index;
        if (index < 0 || left <= 0) {
            throw new UnpatchableElfException("dynamic string table: no index " + index);
        }
        for (long length = Math.min(left, 256); ; length = Math.min(left, length * 16)) {
            byte[] bytes =
                    words.read(table + index, length, "dynamic string table").array();
            for (int end = 0; end < bytes.length; end++) {
                if (bytes[end] == 0) {
                    return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
                }
            }
            if (length == left || length > MAX_STRING) {
                throw new UnpatchableElfException("dynamic string table: string " + index + " has no end");
            }
        }
    }

    /** Writes the headers and the dynamic section back; what is left of the dynamic section is filled with DT_NULL. */
    void store() throws IOException {
        ByteBuffer table = words.buffer(segmentTableSize());
        segments.forEach(segment -> segment.write(words, table));
        words.write(segmentTable, table.flip());
        if (!sections.isEmpty()) {
            ByteBuffer headers = words.buffer(sections.size() * SectionHeader.size(words));
            sections.forEach(section -> section.write(words, headers));
            words.write(sectionTable, headers.flip());
        }
        storeDynamic();
        if (words.is64()) {
            header.putLong(32, segmentTable);
        } else {
            header.putInt(28, (int) segmentTable);
        }
        header.putShort(words.is64() ? 56 : 44, (short) segments.size());
        words.write(0, header);
    }

    private void storeDynamic() throws IOException {
        SegmentHeader segment = dynamicSegment();
        ByteBuffer table = words.buffer((int) segment.filesz);
        for (DynamicEntry entry : dynamic) {
            words.putWord(table, entry.tag());
            words.putWord(table, entry.value());
        }
        words.write(segment.offset, table.rewind());
    }
}
