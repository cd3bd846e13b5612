package io.jenkins.plugins.mlcwheels.engine.elf.patch;

import io.jenkins.plugins.mlcwheels.engine.elf.DynamicEntry;
import io.jenkins.plugins.mlcwheels.engine.elf.DynamicSection;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfHeader;
import io.jenkins.plugins.mlcwheels.engine.elf.Section;
import io.jenkins.plugins.mlcwheels.engine.elf.Segment;
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

    private static final int MAX_STRING = 1 << 20;

    final ElfWords words;
    final List<SegmentEdit> segments = new ArrayList<>();
    final List<SectionEdit> sections = new ArrayList<>();
    /** Entries up to, and without, the first DT_NULL, which ld leaves out when told to spare no entry. */
    final List<DynamicEntry> dynamic = new ArrayList<>();

    private final ElfHeader header;
    long segmentTable;

    private ElfLayout(ElfWords words, ElfHeader header) {
        this.words = words;
        this.header = header;
        segmentTable = header.segmentsOffset();
    }

    /** @throws io.jenkins.plugins.mlcwheels.engine.EngineException if it is not an ELF file, or broken, or not dynamic */
    static ElfLayout read(ElfWords words) throws IOException {
        ElfLayout layout = new ElfLayout(words, words.header());
        layout.readSegments();
        layout.readSections();
        layout.readDynamic();
        return layout;
    }

    private void readSegments() throws IOException {
        int size = header.format().segmentSize();
        if (header.segmentCount() == 0 || header.segmentSize() != size) {
            throw new UnpatchableElfException(
                    "ELF header: " + header.segmentCount() + " program headers of " + header.segmentSize() + " bytes");
        }
        Segment.readAll(words.reader(), header).forEach(segment -> segments.add(new SegmentEdit(segment)));
    }

    private void readSections() throws IOException {
        if (header.sectionsOffset() != 0
                && header.sectionSize() != header.format().sectionSize()) {
            throw new UnpatchableElfException("ELF header: section headers of " + header.sectionSize() + " bytes");
        }
        Section.readAll(words.reader(), header).forEach(section -> sections.add(new SectionEdit(section)));
    }

    private void readDynamic() throws IOException {
        SegmentEdit segment = dynamicSegment();
        if (Long.compareUnsigned(segment.filesz, (long) DynamicSection.MOST * dynamicEntrySize()) > 0) {
            throw new UnpatchableElfException("PT_DYNAMIC: " + Long.toUnsignedString(segment.filesz) + " bytes");
        }
        dynamic.addAll(DynamicSection.read(words.reader(), segment.offset, segment.filesz)
                .entries());
    }

    SegmentEdit dynamicSegment() {
        return segments.stream()
                .filter(segment -> segment.type == Segment.PT_DYNAMIC)
                .findFirst()
                .orElseThrow(() -> new UnpatchableElfException(
                        "no PT_DYNAMIC: statically linked or an object file",
                        "Only dynamically linked files are patched."));
    }

    int dynamicEntrySize() {
        return header.format().dynamicEntrySize();
    }

    int segmentSize() {
        return header.format().segmentSize();
    }

    int segmentTableSize() {
        return segments.size() * header.format().segmentSize();
    }

    boolean sectionTableTouches(long start, long end) {
        return !sections.isEmpty()
                && header.sectionsOffset() < end
                && header.sectionsOffset()
                                + (long) sections.size() * header.format().sectionSize()
                        > start;
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
        long table = fileOffset(requiredTag(DynamicEntry.DT_STRTAB, "DT_STRTAB"), "DT_STRTAB");
        long left = requiredTag(DynamicEntry.DT_STRSZ, "DT_STRSZ") - index;
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
            ByteBuffer headers = words.buffer(sections.size() * header.format().sectionSize());
            sections.forEach(section -> section.write(words, headers));
            words.write(header.sectionsOffset(), headers.flip());
        }
        storeDynamic();
        storeHeader();
    }

    private void storeHeader() throws IOException {
        ByteBuffer table = words.buffer(words.wordSize());
        words.putWord(table, segmentTable);
        words.write(words.is64() ? 32 : 28, table.flip());
        words.write(
                words.is64() ? 56 : 44,
                words.buffer(2).putShort((short) segments.size()).flip());
    }

    private void storeDynamic() throws IOException {
        SegmentEdit segment = dynamicSegment();
        ByteBuffer table = words.buffer((int) segment.filesz);
        for (DynamicEntry entry : dynamic) {
            words.putWord(table, entry.tag());
            words.putWord(table, entry.value());
        }
        words.write(segment.offset, table.rewind());
    }
}
