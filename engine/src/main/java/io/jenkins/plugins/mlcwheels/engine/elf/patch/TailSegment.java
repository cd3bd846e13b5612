package io.jenkins.plugins.mlcwheels.engine.elf.patch;

import io.jenkins.plugins.mlcwheels.engine.elf.DynamicEntry;
import io.jenkins.plugins.mlcwheels.engine.elf.Machine;
import io.jenkins.plugins.mlcwheels.engine.elf.Section;
import io.jenkins.plugins.mlcwheels.engine.elf.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The end of the file and of the memory image, in a loadable segment that patching adds; where there is no room for its
 * program header, in the last segment, which grows ({@link LastSegment}). It holds what had to make room for the
 * program header, the dynamic section where that needed more entries, and last the string table. Since the string table
 * is last, patching again only replaces the end.
 */
final class TailSegment {

    private static final long SMALL_PAGE = 0x1000;
    private static final long LARGE_PAGE = 0x10000;

    private final ElfLayout layout;
    private final ElfWords words;
    private final SegmentEdit segment;
    private long cursor;

    private TailSegment(ElfLayout layout, SegmentEdit segment, long cursor) {
        this.layout = layout;
        this.words = layout.words;
        this.segment = segment;
        this.cursor = cursor;
    }

    /** Opens the segment of an earlier patch if there is one, else makes one. */
    static TailSegment open(ElfLayout layout, StringTail strings) throws IOException {
        LastSegment last = LastSegment.of(layout);
        SegmentEdit header = last.header();
        long table = layout.fileOffset(layout.requiredTag(DynamicEntry.DT_STRTAB, "DT_STRTAB"), "DT_STRTAB");
        long end = table + layout.requiredTag(DynamicEntry.DT_STRSZ, "DT_STRSZ");
        if (strings.marked() && table >= header.offset && end == header.fileEnd() && last.zeros() == 0) {
            return new TailSegment(layout, header, table + last.moveToEnd());
        }
        SegmentTableRoom room = SegmentTableRoom.find(layout);
        if (room.isMade()) {
            return create(layout, header, room);
        }
        Optional<String> obstacle = last.obstacle();
        if (obstacle.isEmpty()) {
            return grow(layout, last);
        }
        SegmentTableRoom other = room.orOfDoubleNote();
        if (!other.isMade()) {
            other.refuseProgram(obstacle.get());
        }
        return create(layout, header, other);
    }

    private static TailSegment grow(ElfLayout layout, LastSegment last) throws IOException {
        last.moveToEnd();
        last.writeZerosOut();
        return new TailSegment(layout, last.header(), last.header().fileEnd());
    }

    private static TailSegment create(ElfLayout layout, SegmentEdit last, SegmentTableRoom room) throws IOException {
        SegmentEdit segment = new SegmentEdit();
        segment.type = Segment.PT_LOAD;
        segment.flags = Segment.PF_R;
        segment.align = pageSize(layout);
        segment.offset = alignUp(layout.words.size(), 16);
        segment.vaddr = alignUp(memoryEnd(layout), segment.align) + segment.offset % segment.align;
        segment.paddr = segment.vaddr;
        TailSegment tail = new TailSegment(layout, segment, segment.offset);
        room.make(tail);
        layout.segments.removeIf(header -> room.reuses(header));
        layout.segments.add(layout.segments.indexOf(last) + 1, segment);
        return tail;
    }

    /**
     * As large a page as the file already needs, but not larger than a kernel of the architecture has: 4 KiB on x86,
     * elsewhere at most 64 KiB (aarch64, ppc64le).
     */
    private static long pageSize(ElfLayout layout) {
        long smallest = layout.segments.stream()
                .filter(segment -> segment.isLoad() && segment.align >= SMALL_PAGE)
                .mapToLong(segment -> segment.align)
                .min()
                .orElse(SMALL_PAGE);
        Machine machine = layout.words.header().machine();
        long largest = machine == Machine.I386 || machine == Machine.X86_64 ? SMALL_PAGE : LARGE_PAGE;
        return Long.highestOneBit(Math.min(smallest, largest));
    }

    /** The end of everything that has an address, RELRO and thread-local data included. */
    private static long memoryEnd(ElfLayout layout) {
        long limit = layout.words.is64() ? Long.MAX_VALUE - LARGE_PAGE * LARGE_PAGE : 0xffffffffL - 2 * LARGE_PAGE;
        long end = 0;
        for (SegmentEdit segment : layout.segments) {
            if (segment.type == Segment.PT_GNU_STACK) {
                continue;
            }
            if (segment.memsz < 0 || segment.vaddr < 0 || segment.vaddr > limit - Math.min(limit, segment.memsz)) {
                throw new UnpatchableElfException(
                        "program headers: no addresses left behind 0x" + Long.toHexString(segment.vaddr));
            }
            end = Math.max(end, segment.memoryEnd());
        }
        return end;
    }

    static long alignUp(long value, long alignment) {
        return (value + alignment - 1) / alignment * alignment;
    }

    /** Reserves bytes and returns their place in the file. */
    long place(long size, long alignment) {
        long address = alignUp(address(cursor), Math.max(1, alignment));
        long at = cursor + address - address(cursor);
        cursor = at + size;
        segment.filesz = Math.max(segment.filesz, cursor - segment.offset);
        return at;
    }

    /** The address of a place in the file that lies in this segment. */
    long address(long offset) {
        return offset - segment.offset + segment.vaddr;
    }

    /** Moves bytes of the file here, with all that points at them. */
    void moveHere(long start, long end, long alignment) throws IOException {
        long at = place(end - start, alignment);
        words.copy(start, at, end - start);
        BlockMove move = BlockMove.to(layout, start, end, at, address(at));
        move.apply();
        words.zero(start, end - start);
    }

    /** Gives the dynamic section a new place with room for its entries and some more. */
    void moveDynamic(int entries) throws IOException {
        SegmentEdit dynamic = layout.dynamicSegment();
        long size = (long) entries * layout.dynamicEntrySize();
        long at = place(size, 16);
        pointGlobalOffsetTable(dynamic.vaddr, address(at));
        for (SectionEdit section : layout.sections) {
            if (section.type == Section.SHT_DYNAMIC && section.offset == dynamic.offset) {
                section.offset = at;
                section.addr = address(at);
                section.size = size;
            }
        }
        dynamic.offset = at;
        dynamic.vaddr = address(at);
        dynamic.paddr = dynamic.vaddr;
        dynamic.filesz = size;
        dynamic.memsz = size;
        segment.flags |= Segment.PF_W;
    }

    /** The first word of the global offset table is, by some ABIs, the address of the dynamic section. */
    private void pointGlobalOffsetTable(long before, long after) throws IOException {
        var got = layout.tag(DynamicEntry.DT_PLTGOT);
        if (got.isEmpty() || layout.segments.stream().noneMatch(s -> s.isLoad() && s.holdsAddress(got.getAsLong()))) {
            return;
        }
        long at = layout.fileOffset(got.getAsLong(), "DT_PLTGOT");
        if (words.word(words.read(at, words.wordSize(), "DT_PLTGOT"), 0) == before) {
            ByteBuffer word = words.buffer(words.wordSize());
            words.putWord(word, after);
            words.write(at, word.flip());
        }
    }

    /** Puts the string table at the end of the segment and of the file, and closes both. */
    void closeWith(StringTail strings) throws IOException {
        long address = layout.requiredTag(DynamicEntry.DT_STRTAB, "DT_STRTAB");
        long from = layout.fileOffset(address, "DT_STRTAB");
        long before = layout.requiredTag(DynamicEntry.DT_STRSZ, "DT_STRSZ");
        byte[] added = strings.toBytes();
        long at = place(strings.linked() + added.length, 1);
        if (at != from) {
            words.copy(from, at, strings.linked());
        }
        words.write(at + strings.linked(), ByteBuffer.wrap(added));
        words.truncate(cursor);
        boolean shared = resizeSection(from, before, at, cursor - at);
        if (at != from && !shared && from + before <= segment.offset) {
            words.zero(from, before);
        }
        layout.setTag(DynamicEntry.DT_STRTAB, address(at));
        layout.setTag(DynamicEntry.DT_STRSZ, cursor - at);
        segment.filesz = cursor - segment.offset;
        segment.memsz = segment.filesz;
    }

    /** Returns whether another section uses the same bytes. */
    private boolean resizeSection(long from, long before, long at, long size) {
        boolean shared = false;
        for (SectionEdit section : layout.sections) {
            boolean table = section.type == Section.SHT_STRTAB && section.isAllocated();
            if (table && section.offset == from) {
                section.offset = at;
                section.addr = address(at);
                section.size = size;
            } else if (section.takesFileSpace() && section.offset < from + before && section.fileEnd() > from) {
                shared = true;
            }
        }
        return shared;
    }
}
