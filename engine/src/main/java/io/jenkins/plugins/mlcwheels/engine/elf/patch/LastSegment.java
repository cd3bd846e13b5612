package io.jenkins.plugins.mlcwheels.engine.elf.patch;

import io.jenkins.plugins.mlcwheels.engine.elf.Section;
import io.jenkins.plugins.mlcwheels.engine.elf.Segment;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The loadable segment with the highest addresses, which can grow without another program header: it moves to the end
 * of the file, and the zeros that the loader would give it behind its bytes ({@code .bss}) are written out. The table
 * of program headers stays where it is, which kernels before 5.18 count on in programs (they take its address from its
 * place in the file), and tools that rewrite the file in all.
 */
final class LastSegment {

    /** The most zeros that are written out; they shrink to a thousandth in a wheel, and are a hole on most disks. */
    private static final long MOST_ZEROS = 64 << 20;

    private final ElfLayout layout;
    private final SegmentEdit segment;

    private LastSegment(ElfLayout layout, SegmentEdit segment) {
        this.layout = layout;
        this.segment = segment;
    }

    static LastSegment of(ElfLayout layout) {
        SegmentEdit last = null;
        for (SegmentEdit segment : layout.segments) {
            if (segment.isLoad() && (last == null || Long.compareUnsigned(segment.vaddr, last.vaddr) > 0)) {
                last = segment;
            }
        }
        if (last == null) {
            throw new UnpatchableElfException("program headers: no PT_LOAD");
        }
        return new LastSegment(layout, last);
    }

    SegmentEdit header() {
        return segment;
    }

    /** Why it can't grow, if it can't. */
    Optional<String> obstacle() {
        if (zeros() > MOST_ZEROS) {
            return Optional.of(zeros() + " bytes of zeros (.bss) would have to be written into the file");
        }
        boolean apart = (segment.flags & Segment.PF_X) == 0
                && segment.filesz >= 0
                && zeros() >= 0
                && segment.offset >= layout.segmentTable + layout.segmentTableSize()
                && !layout.sectionTableTouches(segment.offset, segment.fileEnd())
                && layout.segments.stream().noneMatch(this::shares);
        return apart ? Optional.empty() : Optional.of("its bytes are shared with code or headers");
    }

    private boolean shares(SegmentEdit other) {
        return other != segment
                && other.isLoad()
                && other.offset < segment.fileEnd()
                && other.fileEnd() > segment.offset;
    }

    /** Bytes that the loader adds. */
    long zeros() {
        return segment.memsz - segment.filesz;
    }

    /** Moves it to the end of the file if it isn't there, and returns by how much. */
    long moveToEnd() throws IOException {
        ElfWords words = layout.words;
        if (segment.fileEnd() == words.size()) {
            return 0;
        }
        long page = Math.max(segment.align, 1);
        long start = words.size() + Math.floorMod(segment.vaddr - words.size(), page);
        long delta = start - segment.offset;
        words.copy(segment.offset, start, segment.filesz);
        words.zero(segment.offset, segment.filesz);
        new BlockMove(layout, segment.offset, segment.fileEnd(), delta, 0).apply();
        segment.offset = start;
        return delta;
    }

    /** Makes file and memory the same size; what is then written behind it leaves a gap of zeros in the file. */
    void writeZerosOut() {
        OptionalInt data = nameOfData();
        for (SectionEdit section : layout.sections) {
            if (holds(section)) {
                section.offset = segment.offset + section.addr - segment.vaddr;
                if (section.type == Section.SHT_NOBITS && !section.isThreadLocal()) {
                    section.type = Section.SHT_PROGBITS;
                    section.name = data.orElse(section.name);
                }
            }
        }
        segment.filesz = segment.memsz;
    }

    /** The name of what has bytes in the file and may be written to, {@code .data} as a rule. */
    private OptionalInt nameOfData() {
        return layout.sections.stream()
                .filter(section -> section.type == Section.SHT_PROGBITS
                        && section.isWritable()
                        && section.takesFileSpace()
                        && holds(section))
                .mapToInt(section -> section.name)
                .reduce((first, second) -> second);
    }

    private boolean holds(SectionEdit section) {
        return section.isAllocated()
                && Long.compareUnsigned(section.addr, segment.vaddr) >= 0
                && Long.compareUnsigned(section.addr, segment.memoryEnd()) <= 0;
    }
}
