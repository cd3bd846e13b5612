package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import io.jenkins.plugins.mlcwheels.engine.elf.Section;
import io.jenkins.plugins.mlcwheels.engine.elf.Segment;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The file for debuggers: all section headers of the original, and the bytes of notes and of what no segment loads.
 * What the loader maps has addresses and sizes in it, and no bytes.
 */
final class DebugFile {

    private static final long MOST_PADDING = 1 << 20;

    private final SectionTable table;
    private final List<Section> headers = new ArrayList<>();
    private long end;

    private DebugFile(SectionTable table) {
        this.table = table;
    }

    /** @throws UnstrippableElfException if it would be larger than the original; nothing is written then */
    static void write(FileChannel source, SectionTable table, Path target) throws IOException {
        new DebugFile(table).refuseLarge();
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            new DebugFile(table).write(new ElfOutput(source, out, table.format()));
        }
    }

    private void refuseLarge() {
        long size = table.format().headerSize()
                + (long) table.segments().size() * table.format().segmentSize();
        for (NamedSection section : table.sections()) {
            if (hasBytes(section)) {
                size = ElfOutput.roundUp(size, section.alignment())
                        + section.header().size();
            }
            if (size > table.fileSize() + MOST_PADDING) {
                throw new UnstrippableElfException("what debuggers need of it is larger than itself");
            }
        }
    }

    private boolean hasBytes(NamedSection section) {
        boolean needed = section.is(Section.SHT_NOTE)
                || !section.isAllocated() && !table.isInSegment(section)
                || section.index() == table.names();
        return section.takesFileSpace() && needed;
    }

    private void write(ElfOutput out) throws IOException {
        out.copy(0, table.format().headerSize(), 0);
        long segments = table.format().headerSize();
        end = segments + (long) table.segments().size() * table.format().segmentSize();
        for (NamedSection section : table.sections()) {
            headers.add(place(out, section));
        }
        if (!table.segments().isEmpty()) {
            out.segments(segments, table.segments().stream().map(this::emptied).toList());
        }
        long sections = ElfOutput.roundUp(end, table.format().wordSize());
        out.sections(sections, headers);
        out.header(table.segments().isEmpty() ? 0 : segments, sections, headers.size(), table.names());
    }

    private Section place(ElfOutput out, NamedSection section) throws IOException {
        Section header = section.header();
        boolean bytes = hasBytes(section);
        if (section.is(Section.SHT_NULL)) {
            return header;
        }
        long at = ElfOutput.roundUp(end, section.alignment());
        if (bytes) {
            out.copy(header.offset(), header.size(), at);
            end = at + header.size();
        }
        return new Section(
                header.nameOffset(),
                bytes || header.size() == 0 ? header.type() : Section.SHT_NOBITS,
                header.flags(),
                header.address(),
                bytes ? at : end,
                header.size(),
                header.link(),
                header.info(),
                header.alignment(),
                header.entrySize());
    }

    private Segment emptied(Segment segment) {
        long offset = segment.offset();
        long size = 0;
        if (segment.type() == Segment.PT_NOTE) {
            for (NamedSection section : table.sections()) {
                if (section.is(Section.SHT_NOTE) && section.header().offset() == segment.offset()) {
                    offset = headers.get(section.index()).offset();
                    size = section.header().size();
                }
            }
        }
        return new Segment(
                segment.type(),
                segment.flags(),
                offset,
                segment.virtualAddress(),
                segment.physicalAddress(),
                size,
                segment.memorySize(),
                segment.alignment());
    }
}
