package io.jenkins.plugins.mlcwheels.engine.elf.patch;

import io.jenkins.plugins.mlcwheels.engine.elf.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Room for one more program header. The table stays where the linker put it, because tools that rewrite the file
 * (strip, objcopy) expect it right behind the ELF header: an unused entry (PT_NULL) is taken, or else what follows the
 * table (notes, the interpreter's name, hash tables, symbols) moves away. Where something follows that can't be moved,
 * such as code, and the last segment can't grow, the table of a library moves itself; in a program it has to stay.
 */
final class SegmentTableRoom {

    private static final int SMALL_GAP = 8;

    /** Bytes of the file that belong together. */
    private record Block(long start, long end, long alignment, boolean movable) {

        boolean touches(long from, long to) {
            return start < to && end > from;
        }
    }

    private final ElfLayout layout;
    private final SegmentEdit unused;
    private final Block moved;

    private SegmentTableRoom(ElfLayout layout, SegmentEdit unused, Block moved) {
        this.layout = layout;
        this.unused = unused;
        this.moved = moved;
    }

    static SegmentTableRoom find(ElfLayout layout) throws IOException {
        for (SegmentEdit segment : layout.segments) {
            if (segment.type == Segment.PT_NULL) {
                return new SegmentTableRoom(layout, segment, null);
            }
        }
        return new SegmentTableRoom(layout, null, blockBehindTable(layout));
    }

    /** Whether the table can stay where it is. */
    boolean isMade() {
        return unused != null || moved != null;
    }

    boolean reuses(SegmentEdit segment) {
        return segment == unused;
    }

    /** Moves what is in the way into the tail; to be called before the new header is added. */
    void make(TailSegment tail) throws IOException {
        if (unused != null) {
            return;
        }
        int header = layout.segmentSize();
        if (moved == null) {
            moveTable(tail);
        } else if (moved.end > moved.start) {
            tail.moveHere(moved.start, moved.end, moved.alignment);
        }
        for (SegmentEdit segment : layout.segments) {
            if (segment.type == Segment.PT_PHDR) {
                segment.filesz += header;
                segment.memsz += header;
            }
        }
    }

    /**
     * Room by giving up the header of a note that PT_GNU_PROPERTY has as well, which is where loaders look for it; the
     * same room if there is none.
     */
    SegmentTableRoom orOfDoubleNote() {
        for (SegmentEdit note : layout.segments) {
            boolean twice = note.type == Segment.PT_NOTE
                    && layout.segments.stream()
                            .anyMatch(other -> other.type == Segment.PT_GNU_PROPERTY
                                    && other.offset == note.offset
                                    && other.filesz == note.filesz);
            if (twice) {
                return new SegmentTableRoom(layout, note, null);
            }
        }
        return this;
    }

    /** @throws UnpatchableElfException for a program, whose table may not move, with what keeps the last segment from growing */
    void refuseProgram(String obstacle) {
        if (layout.segments.stream().anyMatch(segment -> segment.type == Segment.PT_INTERP)) {
            throw new UnpatchableElfException(
                    "no room for another program header, since code lies right behind them, and the last segment can't"
                            + " grow: " + obstacle,
                    "Link the program with -Wl,--no-rosegment or -Wl,-z,noseparate-code.");
        }
    }

    private void moveTable(TailSegment tail) {
        long size = layout.segmentTableSize() + layout.segmentSize();
        layout.segmentTable = tail.place(size, 8);
        for (SegmentEdit segment : layout.segments) {
            if (segment.type == Segment.PT_PHDR) {
                segment.offset = layout.segmentTable;
                segment.vaddr = tail.address(layout.segmentTable);
                segment.paddr = segment.vaddr;
            }
        }
    }

    /** What has to move, empty if nothing is in the way, null if something there can't be moved. */
    private static Block blockBehindTable(ElfLayout layout) throws IOException {
        long from = layout.segmentTable + layout.segmentTableSize();
        long to = from + layout.segmentSize();
        if (layout.sectionTableTouches(from, to)) {
            return null;
        }
        List<Block> blocks = blocks(layout);
        Block needed = new Block(from, to, 1, true);
        for (Block block = null; needed != null && !needed.equals(block); ) {
            block = needed;
            needed = widened(block, blocks, from);
        }
        if (needed == null) {
            return null;
        }
        List<Block> inside = inside(needed, blocks);
        return isCovered(layout, inside, from, to) ? merged(inside, needed) : null;
    }

    private static List<Block> inside(Block whole, List<Block> blocks) {
        return blocks.stream()
                .filter(block -> block.touches(whole.start, whole.end))
                .sorted(Comparator.comparingLong(Block::start))
                .toList();
    }

    private static Block merged(List<Block> inside, Block whole) {
        return inside.isEmpty()
                ? new Block(whole.end, whole.end, 1, true)
                : new Block(inside.get(0).start, whole.end, whole.alignment, true);
    }

    /**
     * Whether nothing but padding lies between the blocks. With section headers that is what they don't mention, as
     * long as it is zero; without, only what alignment explains.
     */
    private static boolean isCovered(ElfLayout layout, List<Block> inside, long from, long to) throws IOException {
        long covered = from;
        for (Block block : inside) {
            if (!isPadding(layout, covered, block.start)) {
                return false;
            }
            covered = Math.max(covered, block.end);
        }
        return covered >= to || !layout.sections.isEmpty() && isPadding(layout, covered, to);
    }

    private static boolean isPadding(ElfLayout layout, long from, long to) throws IOException {
        return isZero(layout, from, to) && (to - from <= SMALL_GAP || !layout.sections.isEmpty());
    }

    /** The block together with all that it cuts through, or null if any of these can't be moved. */
    private static Block widened(Block block, List<Block> blocks, long from) {
        Block wide = block;
        for (Block other : blocks) {
            if (other.touches(wide.start, wide.end)) {
                if (!other.movable || other.start < from) {
                    return null;
                }
                wide = new Block(
                        wide.start, Math.max(wide.end, other.end), Math.max(wide.alignment, other.alignment), true);
            }
        }
        return wide;
    }

    private static boolean isZero(ElfLayout layout, long from, long to) throws IOException {
        if (to <= from) {
            return true;
        }
        ByteBuffer gap = layout.words.read(from, to - from, "bytes behind the program headers");
        while (gap.hasRemaining()) {
            if (gap.get() != 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Block> blocks(ElfLayout layout) {
        List<Block> blocks = new ArrayList<>();
        for (SegmentEdit segment : layout.segments) {
            if (!segment.isLoad() && segment.filesz > 0 && segment.type != Segment.PT_PHDR) {
                blocks.add(new Block(
                        segment.offset,
                        segment.fileEnd(),
                        Math.max(1, Math.min(segment.align, 64)),
                        segment.isFreelyMovable()));
            }
        }
        for (SectionEdit section : layout.sections) {
            if (section.takesFileSpace()) {
                blocks.add(new Block(
                        section.offset,
                        section.fileEnd(),
                        Math.max(1, Math.min(section.addralign, 64)),
                        section.isFreelyMovable() || isInterpreter(layout, section)));
            }
        }
        return blocks;
    }

    private static boolean isInterpreter(ElfLayout layout, SectionEdit section) {
        return layout.segments.stream()
                .anyMatch(segment -> segment.type == Segment.PT_INTERP && segment.offset == section.offset);
    }
}
