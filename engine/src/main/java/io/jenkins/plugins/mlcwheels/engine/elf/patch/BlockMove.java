package io.jenkins.plugins.mlcwheels.engine.elf.patch;

import io.jenkins.plugins.mlcwheels.engine.elf.DynamicEntry;
import java.util.Set;

/** Makes headers and dynamic entries follow a block of bytes that has moved in the file and in memory. */
final class BlockMove {

    private static final Set<Long> ADDRESSES =
            Set.of(DynamicEntry.DT_HASH, DynamicEntry.DT_GNU_HASH, DynamicEntry.DT_SYMTAB, DynamicEntry.DT_STRTAB);

    private final ElfLayout layout;
    private final long start;
    private final long end;
    private final long fileDelta;
    private final long addressDelta;

    BlockMove(ElfLayout layout, long start, long end, long fileDelta, long addressDelta) {
        this.layout = layout;
        this.start = start;
        this.end = end;
        this.fileDelta = fileDelta;
        this.addressDelta = addressDelta;
    }

    static BlockMove to(ElfLayout layout, long start, long end, long offset, long address) {
        SegmentEdit load = layout.segments.stream()
                .filter(segment -> segment.isLoad() && segment.offset <= start && end <= segment.fileEnd())
                .findFirst()
                .orElseThrow(
                        () -> new UnpatchableElfException("program headers: bytes at " + start + " are not loaded"));
        return new BlockMove(layout, start, end, offset - start, address - (start - load.offset + load.vaddr));
    }

    void apply() {
        if (addressDelta != 0) {
            layout.dynamic.replaceAll(this::moved);
        }
        for (SectionEdit section : layout.sections) {
            if (section.takesFileSpace() && contains(section.offset, section.fileEnd())) {
                section.offset += fileDelta;
                section.addr += section.isAllocated() ? addressDelta : 0;
            }
        }
        for (SegmentEdit segment : layout.segments) {
            if (!segment.isLoad() && segment.filesz > 0 && contains(segment.offset, segment.fileEnd())) {
                segment.offset += fileDelta;
                segment.vaddr += addressDelta;
                segment.paddr += addressDelta;
            }
        }
        if (contains(layout.segmentTable, layout.segmentTable + layout.segmentTableSize())) {
            layout.segmentTable += fileDelta;
        }
    }

    private boolean contains(long from, long to) {
        return from >= start && to <= end;
    }

    private DynamicEntry moved(DynamicEntry entry) {
        if (!ADDRESSES.contains(entry.tag())) {
            return entry;
        }
        long at = layout.fileOffset(entry.value(), "dynamic section");
        return at >= start && at < end ? new DynamicEntry(entry.tag(), entry.value() + addressDelta) : entry;
    }
}
