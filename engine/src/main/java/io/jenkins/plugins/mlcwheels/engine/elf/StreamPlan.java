package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Which ranges of a file its summary needs, as far as what has been kept of the file tells.
 *
 * @param ranges all that is known to be needed, the string table left out
 * @param strings the string table, or null while its place is unknown
 * @param missing what has to be there before more can be known; null when nothing else will be needed
 */
record StreamPlan(List<ByteRange> ranges, ByteRange strings, ByteRange missing) {

    /** Version needs are small and say nothing of their size: this much is kept from where they begin. */
    private static final long VERSION_NEEDS = 1 << 17;

    private static final long NOTES = 1 << 20;

    /** Five million symbols; the largest libraries in wheels have half a million. */
    private static final long MOST = 128 << 20;

    boolean complete() {
        return missing == null;
    }

    boolean wants(long block) {
        for (ByteRange range : ranges) {
            if (KeptBlocks.touches(block, range)) {
                return true;
            }
        }
        return false;
    }

    /** A file that makes no sense has a plan too, which ends where the sense does: to refuse it is up to the reader. */
    static StreamPlan of(KeptBlocks kept) throws IOException {
        Draft draft = new Draft(kept);
        try {
            draft.draw();
            return new StreamPlan(draft.ranges, draft.strings, null);
        } catch (MalformedElfException | NotElfException hopeless) {
            return new StreamPlan(draft.ranges, draft.strings, null);
        } catch (MissingBytesException later) {
            draft.want(later.range());
            return new StreamPlan(draft.ranges, draft.strings, later.range());
        }
    }

    /** Follows the file's structure until something isn't there. */
    private static final class Draft {
        private final KeptBlocks kept;
        private final List<ByteRange> ranges = new ArrayList<>();
        private ByteRange strings;

        Draft(KeptBlocks kept) {
            this.kept = kept;
        }

        void want(ByteRange range) {
            long length = Math.min(range.length(), kept.length() - range.offset());
            if (range.offset() >= 0 && length > 0) {
                ranges.add(new ByteRange(range.offset(), length));
                if (length > MOST) {
                    throw new MalformedElfException("DT_SYMTAB", "takes more than " + MOST + " bytes");
                }
            }
        }

        void draw() throws IOException {
            ElfHeader header = ElfHeader.read(kept);
            ElfReader reader = new ElfReader(kept, header.format());
            want(new ByteRange(0, header.format().headerSize()));
            want(new ByteRange(header.segmentsOffset(), (long) header.segmentCount() * header.segmentSize()));
            if (header.sectionsOffset() > 0) {
                want(new ByteRange(header.sectionsOffset(), (long) header.sectionCount() * header.sectionSize()));
            }
            List<Segment> segments = Segment.readAll(reader, header);
            for (Segment segment : segments) {
                switch (segment.type()) {
                    case Segment.PT_INTERP, Segment.PT_NOTE, Segment.PT_GNU_PROPERTY ->
                        want(new ByteRange(segment.offset(), Math.min(segment.fileSize() & Long.MAX_VALUE, NOTES)));
                    default -> {}
                }
            }
            for (Segment segment : segments) {
                if (segment.type() == Segment.PT_DYNAMIC) {
                    long most = (long) DynamicSection.MOST * header.format().dynamicEntrySize();
                    want(new ByteRange(segment.offset(), Math.min(segment.fileSize() & Long.MAX_VALUE, most)));
                    drawDynamic(reader, header, new AddressMap(segments), DynamicSection.read(reader, segment));
                    return;
                }
            }
            if (segments.isEmpty()) {
                want(new ByteRange(
                        header.sectionsOffset(), (long) Math.max(1, header.sectionCount()) * header.sectionSize()));
                wantNotes(Section.readAll(reader, header));
            }
        }

        private void wantNotes(List<Section> sections) {
            for (Section section : sections) {
                if (section.type() == Section.SHT_NOTE) {
                    want(new ByteRange(section.offset(), Math.min(section.size() & Long.MAX_VALUE, NOTES)));
                }
            }
        }

        private void drawDynamic(ElfReader reader, ElfHeader header, AddressMap addresses, DynamicSection dynamic)
                throws IOException {
            strings = new ByteRange(
                    at(addresses, dynamic, DynamicEntry.DT_STRTAB),
                    dynamic.value(DynamicEntry.DT_STRSZ).orElse(0));
            want(new ByteRange(at(addresses, dynamic, DynamicEntry.DT_VERNEED), VERSION_NEEDS));
            long symbols = at(addresses, dynamic, DynamicEntry.DT_SYMTAB);
            if (symbols >= 0) {
                wantHashes(reader, addresses, dynamic);
                long count = new SymbolCount(reader, header, dynamic, addresses, symbols).find();
                want(new ByteRange(symbols, count * header.format().symbolSize()));
                want(new ByteRange(at(addresses, dynamic, DynamicEntry.DT_VERSYM), 2 * count));
            }
        }

        private static ByteRange strings(ElfReader reader, AddressMap addresses, DynamicSection dynamic) {
            long offset = at(addresses, dynamic, DynamicEntry.DT_STRTAB);
            long size = dynamic.value(DynamicEntry.DT_STRSZ).orElse(0);
            return reader.holds(offset, size) ? new ByteRange(offset, size) : null;
        }

        private void wantHashes(ElfReader reader, AddressMap addresses, DynamicSection dynamic) throws IOException {
            want(new ByteRange(at(addresses, dynamic, DynamicEntry.DT_HASH), 16));
            long gnu = at(addresses, dynamic, DynamicEntry.DT_GNU_HASH);
            want(new ByteRange(gnu, 16));
            if (dynamic.value(DynamicEntry.DT_HASH).isEmpty() && reader.holds(gnu, 16)) {
                ByteBuffer start = reader.read("DT_GNU_HASH", gnu, 16);
                long words = start.getInt(0) & 0xFFFFFFFFL;
                long filter = (start.getInt(8) & 0xFFFFFFFFL) * reader.format().wordSize();
                want(new ByteRange(gnu + 16 + filter, 4 * words));
            }
        }

        private static long at(AddressMap addresses, DynamicSection dynamic, long tag) {
            return dynamic.value(tag).isPresent()
                    ? addresses.offsetOf(dynamic.value(tag).getAsLong())
                    : -1;
        }
    }
}
