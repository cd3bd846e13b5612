package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import io.jenkins.plugins.mlcwheels.engine.elf.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the chunks of a file: what is between them are sections that no segment has, and nothing that counts. */
final class Chunks {

    private static final int BLOCK = 1 << 16;

    /** What lies between two offsets, and what is asked of a new place for it. */
    private record Range(long start, long end, long alignment, boolean pinned) {}

    private final SectionTable table;
    private final List<NamedSection> loose;

    private Chunks(SectionTable table, List<NamedSection> loose) {
        this.table = table;
        this.loose = loose;
    }

    /**
     * @param loose sections that are not part of any segment
     * @throws UnstrippableElfException if the file has bytes that no header speaks of, or two of these sections have the
     *     same bytes
     */
    static List<Chunk> of(SectionTable table, List<NamedSection> loose) throws IOException {
        Chunks chunks = new Chunks(table, loose);
        chunks.refuseSharedBytes();
        List<Chunk> found = chunks.merged(chunks.ranges());
        chunks.refuseUnknownBytes(found);
        return found;
    }

    /** Each of them is written for itself, so that a small file could become a large one. */
    private void refuseSharedBytes() {
        List<NamedSection> sorted = loose.stream()
                .filter(NamedSection::takesFileSpace)
                .sorted(Comparator.comparingLong(section -> section.header().offset()))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).header().offset() < sorted.get(i - 1).end()) {
                throw new UnstrippableElfException("its sections "
                        + sorted.get(i - 1).name() + " and " + sorted.get(i).name() + " overlap");
            }
        }
    }

    private List<Range> ranges() {
        Set<NamedSection> moving = new HashSet<>(loose);
        List<Range> ranges = new ArrayList<>();
        ranges.add(new Range(0, table.format().headerSize(), 1, true));
        if (!table.segments().isEmpty()) {
            // Kernels before 5.18 take the address of this table from its offset.
            ranges.add(new Range(table.header().segmentsOffset(), table.segmentTableEnd(), 1, true));
        }
        Optional<Segment> first = table.segments().stream()
                .filter(segment -> segment.type() == Segment.PT_LOAD)
                .findFirst();
        for (Segment segment : table.segments()) {
            if (segment.fileSize() > 0) {
                ranges.add(new Range(
                        segment.offset(),
                        segment.offset() + segment.fileSize(),
                        segment.type() == Segment.PT_LOAD ? Math.max(1, segment.alignment()) : 1,
                        first.filter(segment::equals).isPresent()));
            } else if (segment.type() == Segment.PT_LOAD
                    && segment.offset() >= 0
                    && segment.offset() <= table.fileSize()) {
                // The loader may map the page that it would begin in.
                ranges.add(new Range(segment.offset(), segment.offset(), 1, true));
            }
        }
        for (NamedSection section : table.sections()) {
            if (section.takesFileSpace() && !moving.contains(section)) {
                ranges.add(new Range(section.header().offset(), section.end(), section.alignment(), false));
            }
        }
        ranges.sort(Comparator.comparingLong(Range::start).thenComparingLong(Range::end));
        return ranges;
    }

    private List<Chunk> merged(List<Range> ranges) {
        List<Chunk> chunks = new ArrayList<>();
        Chunk open = new Chunk(0, 0, 1, true);
        for (Range range : ranges) {
            if (range.start() > open.end() && isDivided(open.end(), range.start())) {
                chunks.add(open);
                open = new Chunk(range.start(), range.end(), range.alignment(), range.pinned());
            } else {
                open = new Chunk(
                        open.start(),
                        Math.max(open.end(), range.end()),
                        Math.max(open.alignment(), range.alignment()),
                        open.pinned() || range.pinned());
            }
        }
        chunks.add(open);
        return chunks;
    }

    /** Whether something that moves or goes lies between two offsets. */
    private boolean isDivided(long from, long to) {
        return table.header().sectionsOffset() < to && table.sectionTableEnd() > from
                || loose.stream()
                        .anyMatch(section ->
                                section.takesFileSpace() && section.header().offset() < to && section.end() > from);
    }

    private void refuseUnknownBytes(List<Chunk> chunks) throws IOException {
        List<long[]> known = new ArrayList<>();
        chunks.forEach(chunk -> known.add(new long[] {chunk.start(), chunk.end()}));
        known.add(new long[] {table.header().sectionsOffset(), table.sectionTableEnd()});
        for (NamedSection section : loose) {
            if (section.takesFileSpace()) {
                known.add(new long[] {section.header().offset(), section.end()});
            }
        }
        known.sort(Comparator.comparingLong(range -> range[0]));
        long at = 0;
        for (long[] range : known) {
            refuseUnlessZero(at, range[0]);
            at = Math.max(at, range[1]);
        }
        refuseUnlessZero(at, table.fileSize());
    }

    private void refuseUnlessZero(long from, long to) throws IOException {
        for (long at = from; at < to; at += BLOCK) {
            ByteBuffer bytes = table.reader().read("file", at, Math.min(BLOCK, to - at));
            while (bytes.hasRemaining()) {
                if (bytes.get() != 0) {
                    throw new UnstrippableElfException("no header speaks of its bytes at " + at
                            + ", which may be data that the program reads of its own file");
                }
            }
        }
    }

    /** Where the bytes at an offset go, by the chunk that they belong to or follow. */
    static long moved(List<Chunk> chunks, long[] targets, long offset) {
        int found = 0;
        for (int i = 0; i < chunks.size() && chunks.get(i).start() <= offset; i++) {
            found = i;
        }
        return offset - chunks.get(found).start() + targets[found];
    }
}
