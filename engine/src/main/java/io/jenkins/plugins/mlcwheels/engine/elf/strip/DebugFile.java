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

    private final SectionTable table;
    private final List<Section> headers = new ArrayList<>();
    private long end;

    private DebugFile(SectionTable table) {
        this.table = table;
    }

    static void write(FileChannel source, SectionTable table, Path target) throws IOException {
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            new DebugFile(table).write(new ElfOutput(source, out, table.format()));
        }
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
        boolean note = section.is(Section.SHT_NOTE);
        boolean bytes = section.takesFileSpace()
                && (note || !section.isAllocated() && !table.isInSegment(section) || section.index() == table.names());
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
